import { boolean, index, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core'

/**
 * Staff accounts. Field names are those that better-auth expects of its models (user, session, account,
 * verification); table names say that these are people of the administration, never residents.
 */
const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' })

export const staffUser = pgTable('staff_user', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  /** better-auth wants one; staff sign in by username, so it is `<username>@staff.invalid` (RFC 2606). */
  email: text('email').notNull().unique(),
  emailVerified: boolean('email_verified').notNull().default(false),
  image: text('image'),
  /** Lower case. */
  username: text('username').notNull().unique(),
  displayUsername: text('display_username'),
  /** One of core's `ROLES`. */
  role: text('role').notNull(),
  /** A unit of the pack; null for roles that belong to no unit. */
  unitId: text('unit_id'),
  /** May open sealed (tố cáo) cases. */
  sealed: boolean('sealed').notNull().default(false),
  /** Null: may sign in. */
  disabledAt: at('disabled_at'),
  createdAt: at('created_at').notNull().defaultNow(),
  updatedAt: at('updated_at').notNull().defaultNow(),
})

export const staffSession = pgTable(
  'staff_session',
  {
    id: text('id').primaryKey(),
    token: text('token').notNull().unique(),
    userId: text('user_id')
      .notNull()
      .references(() => staffUser.id, { onDelete: 'cascade' }),
    expiresAt: at('expires_at').notNull(),
    ipAddress: text('ip_address'),
    userAgent: text('user_agent'),
    createdAt: at('created_at').notNull().defaultNow(),
    updatedAt: at('updated_at').notNull().defaultNow(),
  },
  (table) => [index('staff_session_user_idx').on(table.userId)],
)

export const staffAccount = pgTable(
  'staff_account',
  {
    id: text('id').primaryKey(),
    accountId: text('account_id').notNull(),
    providerId: text('provider_id').notNull(),
    userId: text('user_id')
      .notNull()
      .references(() => staffUser.id, { onDelete: 'cascade' }),
    accessToken: text('access_token'),
    refreshToken: text('refresh_token'),
    idToken: text('id_token'),
    accessTokenExpiresAt: at('access_token_expires_at'),
    refreshTokenExpiresAt: at('refresh_token_expires_at'),
    scope: text('scope'),
    /** scrypt, salted; never a password. */
    password: text('password'),
    createdAt: at('created_at').notNull().defaultNow(),
    updatedAt: at('updated_at').notNull().defaultNow(),
  },
  (table) => [index('staff_account_user_idx').on(table.userId)],
)

export const staffVerification = pgTable(
  'staff_verification',
  {
    id: text('id').primaryKey(),
    identifier: text('identifier').notNull(),
    value: text('value').notNull(),
    expiresAt: at('expires_at').notNull(),
    createdAt: at('created_at').notNull().defaultNow(),
    updatedAt: at('updated_at').notNull().defaultNow(),
  },
  (table) => [index('staff_verification_identifier_idx').on(table.identifier)],
)

/** Wrong passwords in a window, per username (`user:<name>`) and per address (`ip:<address>`). */
export const signInGuard = pgTable('sign_in_guard', {
  key: text('key').primaryKey(),
  failures: integer('failures').notNull(),
  windowStartedAt: at('window_started_at').notNull(),
  /** Null: not locked. */
  lockedUntil: at('locked_until'),
})

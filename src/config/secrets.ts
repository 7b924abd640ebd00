/** Never logged, never part of `Config`. */
export interface Secrets {
  /** Signs sessions and chat cookies; 32 characters or more. */
  sessionSecret: string
  /** 32 bytes; encrypts personal fields. */
  fieldKey: Buffer
  /** Null: the embedded PostgreSQL. */
  databaseUrl: string | null
  /** Null: jobs are kept in PostgreSQL. */
  redisUrl: string | null
  /** Null: files are not kept in S3. */
  s3: { accessKey: string; secretKey: string } | null
  /** Null: the channel is off, or the sandbox provides (see `Config.channels`). */
  zalo: ZaloSecrets | null
  /** The one PKCE verifier whose challenge stands in Zalo's console; absent: a new one for each consent. */
  zaloPkceVerifier?: string
  messenger: MessengerSecrets | null
}

export interface ZaloSecrets {
  appId: string
  /** Empty: the token cannot be renewed. */
  appSecret: string
  oaId: string
  /** The OA Secret Key of the webhook page: signs webhooks. */
  oaSecretKey: string
  accessToken: string
  /** Empty: the token cannot be renewed. */
  refreshToken: string
}

export interface MessengerSecrets {
  appSecret: string
  verifyToken: string
  pageId: string
  pageToken: string
}

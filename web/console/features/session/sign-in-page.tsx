import { Alert, Button, Center, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { ApiFailure } from '../../lib/api.ts'
import { waitWords } from '../../lib/time.ts'
import { Failure } from '../../ui/failure.tsx'
import { useSignIn } from './session-queries.ts'

export function SignInPage({ expired }: { expired: boolean }) {
  const { t } = useTranslation('desk')
  const signIn = useSignIn()
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { username: '', password: '' },
    validate: {
      username: (value) => (value.trim() === '' ? t('signIn.needUsername') : null),
      password: (value) => (value === '' ? t('signIn.needPassword') : null),
    },
  })
  return (
    <Center component="main" mih="100dvh" p="md">
      <Paper withBorder p="xl" w="100%" maw={400} radius="lg">
        <form noValidate onSubmit={form.onSubmit((values) => signIn.mutate(values))}>
          <Stack>
            <div>
              <Text fw={600} c="var(--accent)" size="lg">
                {t('app.name')}
              </Text>
              <Text size="sm" c="dimmed">
                {t('app.tagline')}
              </Text>
            </div>
            <Title order={1}>{t('signIn.title')}</Title>
            {expired && !signIn.isError && <Alert color="brand">{t('signIn.expired')}</Alert>}
            <SignInProblem error={signIn.error} />
            <TextInput
              size="md"
              label={t('signIn.username')}
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              data-autofocus
              key={form.key('username')}
              {...form.getInputProps('username')}
            />
            <PasswordInput
              size="md"
              label={t('signIn.password')}
              autoComplete="current-password"
              key={form.key('password')}
              {...form.getInputProps('password')}
            />
            <Button type="submit" size="md" loading={signIn.isPending}>
              {t('signIn.submit')}
            </Button>
            <Text size="xs" c="dimmed">
              {t('signIn.forgot')}
            </Text>
          </Stack>
        </form>
      </Paper>
    </Center>
  )
}

function SignInProblem({ error }: { error: Error | null }) {
  const { t } = useTranslation('desk')
  if (error === null) return null
  if (!(error instanceof ApiFailure) || ![401, 423, 429].includes(error.status)) return <Failure error={error} />
  return (
    <Alert color="red" variant="light" icon={<IconAlertTriangle />} role="alert">
      {error.status === 401
        ? t('signIn.wrong')
        : error.retryAfter === null
          ? t('signIn.lockedNoTime')
          : t('signIn.locked', { wait: waitWords(t, error.retryAfter) })}
    </Alert>
  )
}

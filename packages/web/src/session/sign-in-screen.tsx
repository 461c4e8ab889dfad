import {
  Alert,
  Button,
  Center,
  Image,
  Paper,
  PasswordInput,
  Stack,
  TextInput,
  Title,
} from "@mantine/core";
import { ProblemError } from "@parley/protocol/client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { api, useProblemText } from "../api/index.js";
import { useTexts } from "../i18n/index.js";
import { ME } from "./session.js";
import { TEXTS } from "./texts.js";

function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { name: string; password: string }) => api.call("session.create", { body }),
    onSuccess: (me) => {
      client.setQueryData(ME, me);
    },
  });
}

function useFailureText() {
  const say = useTexts(TEXTS);
  const problemText = useProblemText();
  return (error: unknown): string => {
    if (!(error instanceof ProblemError)) return problemText(error);
    if (error.problem.status === 401) return say("wrong");
    return error.problem.status === 429
      ? say("tooMany", { seconds: error.retryAfter ?? 10 })
      : problemText(error);
  };
}

export function SignInScreen() {
  const say = useTexts(TEXTS);
  const failureText = useFailureText();
  const signIn = useSignIn();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    signIn.mutate({ name: String(form.get("name")), password: String(form.get("password")) });
  };
  return (
    <Center component="main" mih="100dvh" p="md">
      <Paper withBorder shadow="sm" p="xl" radius="md" w="100%" maw={400}>
        <form onSubmit={submit}>
          <Stack>
            <Image src="/parley.svg" alt="" w={48} h={48} />
            <Title order={1} size="h2">
              {say("title")}
            </Title>
            {signIn.error ? (
              <Alert color="red" role="alert">
                {failureText(signIn.error)}
              </Alert>
            ) : null}
            <TextInput
              name="name"
              label={say("name")}
              autoComplete="username"
              required
              data-autofocus
            />
            <PasswordInput
              name="password"
              label={say("password")}
              autoComplete="current-password"
              required
            />
            <Button type="submit" loading={signIn.isPending} fullWidth>
              {say("submit")}
            </Button>
          </Stack>
        </form>
      </Paper>
    </Center>
  );
}

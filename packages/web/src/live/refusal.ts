import { ProblemError } from "@parley/protocol/client";
import { useProblemText } from "../api/index.js";
import { type FeedAnswer, NoAnswerError } from "../feed/index.js";
import { useSay } from "./texts.js";

/** A refusal as the error that a refused request is, so that both are told in the same words. */
export function refusal({ code = "internal", detail = "" }: FeedAnswer): ProblemError {
  return new ProblemError(
    { type: "about:blank", title: code, status: 400, code, detail },
    undefined,
  );
}

/** Why a command was not done. Commands are never sent twice by themselves, so it does not say that they are. */
export function useReason(): (error: unknown) => string {
  const say = useSay();
  const problemText = useProblemText();
  return (error) =>
    error instanceof NoAnswerError
      ? say(error.sent ? "noAnswer" : "notConnected")
      : problemText(error);
}

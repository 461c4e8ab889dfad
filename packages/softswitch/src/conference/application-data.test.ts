import { expect, test } from "vitest";
import { parseConferenceRequest } from "./application-data.js";

test.each([
  [
    "public_room@16kHz-novideo++flags{moderator|mute-detect}",
    { name: "public_room", profile: "16kHz-novideo", pin: "", flags: "moderator|mute-detect" },
  ],
  ["room", { name: "room", profile: "default", pin: "", flags: undefined }],
  ["room+1234", { name: "room", profile: "default", pin: "1234", flags: undefined }],
  ["a@b@wide+12+flags{mute}", { name: "a@b", profile: "wide", pin: "12", flags: "mute" }],
  ["Zoë's & room@p++flags{}", { name: "Zoë's & room", profile: "p", pin: "", flags: "" }],
])("%s names a conference", (data, request) => {
  expect(parseConferenceRequest(data)).toEqual(request);
});

import { expect, test } from "vitest";
import { loginOf } from "./login.js";

test.each([
  ["/api/live?login=alice:secret", "alice", "secret"],
  ["/api/live?login=Zo%C3%AB%20K:p%3Aw", "Zoë K", "p:w"],
  ["/api/live?login=alice%3Asecret", "alice", "secret"],
  ["/api/live?login=alice:a:b", "alice", "a:b"],
  ["/api/live?login=alice:a+b", "alice", "a+b"],
  ["/api/live?login=alice:50%", "alice", "50%"],
  ["/api/live?v=1&login=alice:secret&other=2", "alice", "secret"],
  // As a browser sends what a page has put together without encoding it.
  ["/api/live?login=Zo%C3%AB%20O%27Brien%20&%20S%C3%B6hne:secret", "Zoë O'Brien & Söhne", "secret"],
  ["/api/live?login=alice:this&that", "alice", "this&that"],
  ["/api/live?login=alice:this&&that&", "alice", "this&&that&"],
  ["/api/live?login=A&B:x=y", "A&B", "x=y"],
  ["/api/live?login=alice:=&=", "alice", "=&="],
])("%s is the login of %s", (url, name, password) => {
  expect(loginOf(url)).toEqual({ name, password });
});

test.each(["/api/live", "/api/live?login=alice", "/api/live?login=", "/api/live?nologin=a:b"])(
  "%s holds no login",
  (url) => {
    expect(loginOf(url)).toBeUndefined();
  },
);

import { expect, test } from "vitest";
import { IceAgent } from "./ice-agent.js";
import { bindingSuccess, isSignedWith, parseBindingRequest } from "./stun.js";

const hex = (text: string) => Buffer.from(text.replaceAll(/\s/g, ""), "hex");

// RFC 5769 2.1
const SAMPLE_REQUEST = hex(`
  00010058 2112a442 b7e7a701 bc34d686 fa87dfae 80220010 5354554e 20746573 7420636c 69656e74
  00240004 6e0001ff 80290008 932ff9b1 51263b36 00060009 6576746a 3a683676 59202020
  00080014 9aeaa70c bfd8cb56 781ef2b5 b2d3f249 c1b571a2 80280004 e57a3bcf`);
const SAMPLE_PASSWORD = "VOkJxbRl1RmTxUk/WvJxBt";

test("the sample request of RFC 5769 is read and its signature is right", () => {
  const request = parseBindingRequest(SAMPLE_REQUEST);
  expect(request).toMatchObject({ username: "evtj:h6vY", useCandidate: false, controlled: true });
  expect(request && isSignedWith(request, SAMPLE_PASSWORD)).toBe(true);
  expect(request && isSignedWith(request, "another")).toBe(false);
});

test("one changed bit of the sample request makes its signature wrong", () => {
  const changed = Buffer.from(SAMPLE_REQUEST);
  changed[47] = (changed[47] ?? 0) ^ 1;
  const request = parseBindingRequest(changed);
  expect(request && isSignedWith(request, SAMPLE_PASSWORD)).toBe(false);
});

test("what is cut off anywhere is no request and throws nothing", () => {
  for (let length = 0; length < SAMPLE_REQUEST.length; length += 1) {
    expect(parseBindingRequest(SAMPLE_REQUEST.subarray(0, length))).toBeUndefined();
  }
});

test("the answer holds the sender's address as RFC 5769 encodes it, for IPv4 and IPv6", () => {
  const id = hex("b7e7a701 bc34d686 fa87dfae");
  const four = bindingSuccess(id, { address: "192.0.2.1", port: 32_853 }, SAMPLE_PASSWORD);
  expect(four.subarray(24, 32)).toEqual(hex("0001a147 e112a643"));
  const address = "2001:db8:1234:5678:11:2233:4455:6677";
  const six = bindingSuccess(id, { address, port: 32_853 }, SAMPLE_PASSWORD);
  expect(six.subarray(24, 44)).toEqual(hex("0002a147 0113a9fa a5d3f179 bc25f4b5 bed2b9d9"));
});

test("a check with somebody else's password is not answered", () => {
  const agent = new IceAgent();
  expect(agent.check(SAMPLE_REQUEST, { address: "192.0.2.1", port: 1000 })).toBeUndefined();
  expect(agent.knows({ address: "192.0.2.1", port: 1000 })).toBe(false);
});

test("another name of the browser restarts ICE with new credentials, the same name does not", () => {
  const agent = new IceAgent();
  const first = agent.credentials;
  expect(agent.setRemote("one")).toBe(false);
  expect(agent.setRemote("one")).toBe(false);
  expect(agent.credentials).toEqual(first);
  expect(agent.setRemote("two")).toBe(true);
  expect(agent.credentials.ufrag).not.toBe(first.ufrag);
  expect(agent.credentials.password).not.toBe(first.password);
});

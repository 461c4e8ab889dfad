import { expect, test } from "vitest";
import { macOfAgent, normalMac } from "./mac.js";

test("a MAC is twelve digits whatever its separators", () => {
  for (const text of ["0004f2aabbcc", "00:04:F2:AA:BB:CC", "00-04-f2-aa-bb-cc", "0004.f2aa.bbcc"])
    expect(normalMac(text)).toBe("0004f2aabbcc");
  for (const text of ["none", "", "000000000000", "0004f2aabbc", "0004f2aabbccd", "0004f2aabbcg"])
    expect(normalMac(text), text).toBeUndefined();
});

test("phones that say their MAC are known by it, and version numbers are none", () => {
  const agents = [
    "Yealink SIP-T46S 66.84.0.15 00:04:f2:aa:bb:cc",
    "FileTransport PolycomSoundPointIP-SPIP_550-UA/4.0.15.1047 (SN:0004F2AABBCC) Type/Application",
    "Grandstream Model HW GXP2170 SW 1.0.11.6 DevId 0004f2aabbcc",
  ];
  for (const agent of agents) expect(macOfAgent(agent), agent).toBe("0004f2aabbcc");
  for (const agent of [undefined, "", "Linphonec/5.1.65", "curl/8.0 0004f2aabbcc0004f2aabbcc"])
    expect(macOfAgent(agent)).toBeUndefined();
});

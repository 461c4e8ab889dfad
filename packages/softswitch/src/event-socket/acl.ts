import { BlockList, isIP } from "node:net";
import type { Tree, XmlElement } from "../core/index.js";

/** IPv4-mapped IPv6 addresses count as IPv4. */
export function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, "");
}

const family = (address: string): "ipv4" | "ipv6" => (isIP(address) === 6 ? "ipv6" : "ipv4");

function addCidr(list: BlockList, cidr: string): void {
  const [address = "", bits] = cidr.trim().split("/");
  if (isIP(address) === 0) return;
  const whole = family(address) === "ipv4" ? 32 : 128;
  list.addSubnet(address, bits === undefined ? whole : Number(bits), family(address));
}

function inCidrs(address: string, cidrs: readonly string[]): boolean {
  const list = new BlockList();
  for (const cidr of cidrs) addCidr(list, cidr);
  return list.check(address, family(address));
}

function findList(tree: Tree, name: string): XmlElement | undefined {
  const configuration = tree.locate("configuration", "configuration", "name", "acl.conf");
  return configuration?.children
    .flatMap((child) => (child.name === "network-lists" ? child.children : []))
    .find((list) => list.attributes["name"] === name);
}

/** The last node that matches decides; without one, the list's default. */
function checkList(list: XmlElement, address: string): boolean {
  let allowed = list.attributes["default"] === "allow";
  for (const node of list.children) {
    const cidr = node.attributes["cidr"] ?? node.attributes["host"];
    if (cidr === undefined || !inCidrs(address, cidr.split(","))) continue;
    allowed = node.attributes["type"] === "allow";
  }
  return allowed;
}

function passes(tree: Tree, name: string, address: string): boolean {
  if (name === "loopback.auto") return inCidrs(address, ["127.0.0.0/8", "::1/128"]);
  if (name === "any_v4.auto") return family(address) === "ipv4";
  if (name === "any_v6.auto") return family(address) === "ipv6";
  if (name.includes("/")) return inCidrs(address, name.split(","));
  const list = findList(tree, name);
  return list !== undefined && checkList(list, address);
}

/** Every list must let the peer pass; an unknown name lets nobody pass (switch_core.c, check_acl). */
export function mayConnect(tree: Tree, acls: readonly string[], address: string): boolean {
  const plain = plainAddress(address);
  return acls.every((name) => passes(tree, name, plain));
}

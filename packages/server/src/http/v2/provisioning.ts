import type { ProvisioningV2 } from "@parley/protocol";
import { type Links, normalMac, type Provisioning } from "../../provisioning/index.js";
import type { User, XmlState } from "../../xml-state/index.js";
import { ProblemError } from "./problem.js";
import type { Handlers } from "./routes.js";

export interface ProvisioningV2Dependencies {
  readonly provisioning: Provisioning;
  readonly links: Links;
  readonly xmlState: () => XmlState;
}

/** What people scan, click or type to set up a phone. */
export function provisioningHandlers(rooms: ProvisioningV2Dependencies): Handlers {
  return {
    "me.provisioning": ({ account, reply }) => {
      reply.header("cache-control", "no-store");
      return provisioningOf(rooms, account.user);
    },
    "users.provisioning": ({ params, reply }) => {
      const user = rooms.xmlState().userById(params.id);
      if (!user) throw new ProblemError("not found", `no user ${params.id}`, "id");
      reply.header("cache-control", "no-store");
      return provisioningOf(rooms, user);
    },
  };
}

function provisioningOf({ provisioning, links }: ProvisioningV2Dependencies, user: User) {
  const { sip, server } = provisioning.facts(user);
  const mac = normalMac(user.polymac) ?? "";
  const { token, expiresAt } = links.make(user);
  const url = `${server.url}/linphone`;
  const scanned = `${url}?token=${token}`;
  const answer: ProvisioningV2 = {
    user: user.id,
    linphone: {
      url,
      link: `linphone-config:${scanned}`,
      qr: scanned,
      expiresAt: new Date(expiresAt).toISOString(),
    },
    phones: provisioning.vendors.flatMap(({ name, address }) =>
      address === undefined
        ? []
        : { vendor: name, url: `${server.url}/${mac ? address.replace("{mac}", mac) : address}` },
    ),
    mac,
    account: {
      number: user.id,
      displayName: user.name,
      domain: sip.domain,
      server: `${sip.host}:${sip.port}`,
      transport: sip.transport,
    },
  };
  return answer;
}

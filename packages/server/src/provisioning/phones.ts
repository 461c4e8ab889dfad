import { join } from "node:path";
import type { ContextTable, Settings } from "../config/index.js";
import type { LiveState } from "../live-state/index.js";
import type { Logger } from "../logging/index.js";
import type { Switch } from "../switch/index.js";
import type { User, XmlStateRoom } from "../xml-state/index.js";
import { createAnnouncements } from "./announcements.js";
import { createProvisioning, type Provisioning } from "./provisioning.js";

export interface PhonesOptions {
  readonly settings: Settings & { readonly contexts: ContextTable };
  readonly xmlState: XmlStateRoom;
  readonly liveState: () => LiveState;
  readonly switch: Pick<Switch, "checkSync">;
  /** Ours; an administrator's lie in the data folder. */
  readonly templatesDir: string;
  readonly logger: Logger;
}

/** The phones of one server: their files, and who tells them to fetch. */
export interface Phones {
  readonly provisioning: Provisioning;
  /** Tells these users' phones to fetch; answers which template is broken instead, if one is. */
  provision(users: readonly User[]): Promise<string | undefined>;
  /** To be told once something listens: phones need the port. */
  listening(port: number): void;
  close(): void;
}

/** What phones have left is removed when they have had no owner for one to two of these. */
const SWEEP_MS = 10 * 60_000;

export function createPhones(options: PhonesOptions): Phones {
  const { settings, xmlState, liveState, templatesDir } = options;
  const logger = options.logger.child({ room: "provisioning" });
  let port = settings.httpPort;
  const provisioning = createProvisioning({
    settings,
    contexts: settings.contexts,
    xmlState: () => xmlState.current,
    publicUrl: () => publicUrl(settings, port),
    templateFolders: [join(settings.dataDir, "templates"), templatesDir].map((each) =>
      join(each, "provisioning"),
    ),
    folder: join(settings.dataDir, "provisioning"),
    onBroken: ({ message }) => logger.error({ template: message }, `broken template ${message}`),
  });
  const announcements = createAnnouncements({
    xmlState,
    liveState,
    provisioning,
    checkSync: (profile, callId) => options.switch.checkSync(profile, callId),
    onFailure: (user, { message }) => logger.warn({ user, error: message }, "a check-sync failed"),
  });
  const sweeping = setInterval(() => {
    provisioning.sweep().catch((err) => logger.warn({ err }, "sweeping phones' files failed"));
  }, SWEEP_MS).unref();
  return {
    provisioning,
    async provision(users) {
      const [broken] = provisioning.check();
      if (!broken) announcements.announce(users);
      return broken && `template ${broken.message}`;
    },
    listening(actual) {
      port = actual;
      // Says which templates are broken before a phone asks for them.
      provisioning.check();
    },
    close() {
      announcements.close();
      clearInterval(sweeping);
    },
  };
}

/** Where phones reach this server; they are told in files that outlive a request, so no header of one decides. */
function publicUrl({ publicUrl, publicHost, tlsCert }: Settings, port: number): string {
  if (publicUrl !== undefined) return publicUrl;
  const host = publicHost.includes(":") ? `[${publicHost}]` : publicHost;
  return `${tlsCert ? "https" : "http"}://${host}:${port}`;
}

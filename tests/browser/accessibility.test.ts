/// <reference lib="dom" />
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";
import { tone, wavFile } from "../phones/harness/sound.js";
import { COLOURS, grave, settled } from "./harness/axe.js";
import { browserTest, useBench } from "./harness/bench.js";
import type { Visitor, VisitWishes } from "./harness/visitor.js";

const bench = useBench();
const MINUTES = 120_000;
const ADA = "20501";

/** One page that is looked at by axe in one state after the other. */
class Tour {
  readonly found: string[] = [];

  private constructor(
    readonly visitor: Visitor,
    readonly page: Page,
    private readonly rules: readonly string[] | undefined,
  ) {}

  static async begin(who: "tess" | "zoe" | "paul", wishes: VisitWishes): Promise<Tour> {
    const visitor = await bench.visitor(wishes);
    await visitor.signIn(bench.site.people[who]);
    // What is no colour is the same in both.
    return new Tour(visitor, visitor.page, wishes.dark ? COLOURS : undefined);
  }

  async look(at: string): Promise<void> {
    for (const each of await grave(this.page, this.rules)) this.found.push(`${at}: ${each}`);
  }

  /** Goes to a screen and looks. */
  async visit(path: string): Promise<void> {
    await this.visitor.visit(path);
    await settled(this.page);
    await this.look(path);
  }

  /** Opens a dialog, a menu, a drawer; looks; closes it again by Escape. */
  async open(name: string | RegExp, role: "dialog" | "menu" = "dialog"): Promise<void> {
    await this.button(name).click();
    await this.within(role, `${name}`);
    await this.page.keyboard.press("Escape");
    await this.page.getByRole(role).waitFor({ state: "detached" });
  }

  async within(role: "dialog" | "menu", at: string): Promise<void> {
    await this.page.getByRole(role).last().waitFor();
    await settledIn(this.page);
    await this.look(at);
  }

  /** Opens one entry of a member's menu; afterwards the focus is where it came from. */
  async choose(who: string, entry: string): Promise<void> {
    const actions = this.button(`Actions for ${who}`);
    await actions.click();
    await this.page.getByRole("menuitem", { name: entry }).click();
    await this.within("dialog", entry);
    // The first closes the list of a field that has the focus.
    if ((await this.page.getByRole("listbox").count()) > 0)
      await this.page.keyboard.press("Escape");
    await this.page.keyboard.press("Escape");
    await this.page.getByRole("dialog").waitFor({ state: "detached" });
    await expect
      .poll(() => actions.evaluate((button) => document.activeElement === button))
      .toBe(true);
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole("button", { name, exact: typeof name === "string" }).first();
  }

  end(): void {
    expect(this.found).toEqual([]);
  }
}

const settledIn = (page: Page) =>
  page.waitForFunction(() => document.querySelector(".mantine-Loader-root") === null);

/** Somebody to talk to in a conference, a moderator among them, and one that may be looked at. */
async function company(destination: string, name: string): Promise<string> {
  const { rooms } = bench.site;
  await rooms.enter(destination, ADA, "Ada Lovelace");
  await rooms.enter(destination, "20502", "Béla Bartók", "moderator");
  const room = await rooms.until("two", name, ({ members }) => members.length === 2);
  return room.conference_uuid;
}

const LOOKS = [
  ["light", { dark: false }],
  ["dark", { dark: true }],
] as const;

for (const [look, wishes] of LOOKS) {
  browserTest(
    `axe finds nothing serious in a live conference with a call on, its menus and dialogs open, in ${look}`,
    async () => {
      const id = await company("30000", "team");
      const tour = await Tour.begin("tess", wishes);
      const { page } = tour;
      await page.getByText("Ready for calls").waitFor();
      await tour.visit(`/live/${id}`);
      await tour.button("Join").click();
      await page.getByText("In a call").waitFor();
      await tour.button("Record").click();
      await tour.button("Stop recording").waitFor();
      await tour.button("Raise hand").click();
      await page.getByLabel("Hand raised").first().waitFor();
      await tour.look("in a call");
      await tour.open("Actions for Ada Lovelace", "menu");
      for (const entry of ["Volume…", "Rename…", "To another conference…"])
        await tour.choose("Ada Lovelace", entry);
      await tour.choose("Ada Lovelace", "Remove from the conference");
      await tour.open("Play", "menu");
      await tour.open("End for all");
      await tour.button("Keypad").click();
      await tour.look("keypad");
      for (const path of ["/", "/phone", "/recordings"]) await tour.visit(path);
      tour.end();
    },
    MINUTES,
  );

  browserTest(
    `axe finds nothing serious in the dialogs of users and conferences, in ${look}`,
    async () => {
      await company("30000", "team");
      const tour = await Tour.begin("tess", wishes);
      const { page } = tour;
      await tour.open(/^Tess Team, number/, "menu");
      await tour.visit("/users");
      await tour.open("Add a user");
      await tour.button("Add a user").click();
      await page.getByRole("dialog").getByRole("button", { name: "Add", exact: true }).click();
      await page.getByText("Please fill this in.").first().waitFor();
      await tour.look("a form with faults");
      await page.keyboard.press("Escape");
      await tour.button("Edit Toni Team").click();
      await page.getByRole("dialog").getByRole("button", { name: "Show QR code" }).click();
      await tour.within("dialog", "QR code");
      await page.getByRole("dialog").getByRole("button", { name: "New password" }).click();
      await tour.look("new password");
      for (let open = await page.getByRole("dialog").count(); open > 0; open -= 1)
        await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });
      await tour.open("Delete Toni Team");
      await csv(tour, ["Name;Email;Context", "Uta;uta@example.org;team", "Nobody;;nowhere"]);
      await tour.visit("/conferences");
      await tour.open("Add a conference");
      await tour.open("Edit team");
      await tour.open("Delete team");
      await csv(tour, ["Name;Type;Context", "lobby;video-mcu-stereo;team", "x;none;nowhere"]);
      tour.end();
    },
    MINUTES,
  );

  browserTest(
    `axe finds nothing serious in the player, and in what the system's screen asks, in ${look}`,
    async () => {
      const file = "team-2026-11-20T08:00:00.000Z.wav";
      const sound = wavFile(tone({ hz: 440, ms: 3000, rate: 8000 }), 8000);
      writeFileSync(join(bench.site.recordingsDir, file), sound);
      const id = await company("30000", "team");
      const tour = await Tour.begin("tess", wishes);
      const { page } = tour;
      await tour.visit(`/live/${id}`);
      await tour.button("Record").click();
      await tour.button("Stop recording").waitFor();
      await tour.visit("/recordings");
      await tour.button(/^Play team/).click();
      await tour.button("Pause").waitFor();
      await tour.look("player");
      await tour.button("Details").click();
      await page.getByText("Started by").waitFor();
      await tour.look("details");
      await page
        .getByRole("row")
        .filter({ hasText: "Running" })
        .getByRole("button", { name: /^Details/ })
        .click();
      await page.getByText("It can be heard once it has ended.").waitFor();
      await settledIn(page);
      await tour.look("details of one that runs");
      await tour.open(/^Delete team, Nov 20/);
      await tour.visit("/system");
      await tour.open("Upload");
      await tour.button("Make a snapshot").click();
      await tour.open(/^Restore freeswitch-/);
      await tour.open(/^Delete freeswitch-/);
      tour.end();
    },
    MINUTES,
  );

  browserTest(
    `axe finds nothing serious on a participant's screens, while it rings and in a call, in ${look}`,
    async () => {
      const { people } = bench.site;
      const id = await company("32000", "public");
      const tour = await Tour.begin("paul", wishes);
      const { page } = tour;
      await page.getByText("Ready for calls").waitFor();
      for (const path of ["/", "/monitor", "/phone", "/users", "/system"]) await tour.visit(path);
      const tess = await Tour.begin("tess", wishes);
      await tess.page.getByText("Ready for calls").waitFor();
      await tess.visitor.visit("/phone");
      await tess.page.getByRole("textbox", { name: "Number or name" }).fill(people.paul.id);
      await tess.page.keyboard.press("Enter");
      await page.getByRole("alertdialog").waitFor();
      await tour.look("ringing");
      await tess.look("calling");
      await page.getByRole("alertdialog").getByRole("button", { name: "Decline" }).click();
      await tess.page
        .getByText(/Declined|Busy/)
        .first()
        .waitFor();
      await tess.look("declined");
      await tour.visit(`/live/${id}`);
      await tour.button("Join").click();
      await page.getByText("In a call").waitFor();
      await tour.look("in a call");
      tour.end();
      tess.end();
    },
    MINUTES,
  );

  browserTest(
    `axe finds nothing serious on a moderator's telephone, with drawers open, in ${look}`,
    async () => {
      const id = await company("31000", "friends");
      const tour = await Tour.begin("zoe", { ...wishes, width: 390, height: 844 });
      const { page } = tour;
      await tour.button("Menu").click();
      await tour.look("navigation");
      await tour.button("Menu").click();
      await tour.visit(`/live/${id}`);
      await tour.button(/^Chat/).click();
      await tour.within("dialog", "chat");
      await page.getByRole("textbox", { name: "Message" }).fill("Good morning");
      await page.keyboard.press("Enter");
      await page.getByText("Good morning").first().waitFor();
      await tour.look("chat with a message");
      await page.keyboard.press("Escape");
      await tour.open("Actions for Ada Lovelace", "menu");
      await tour.choose("Ada Lovelace", "Volume…");
      for (const path of ["/", "/monitor", "/phone", "/conferences", "/users", "/recordings"])
        await tour.visit(path);
      tour.end();
    },
    MINUTES,
  );
}

/** Goes through an import from text up to its verdicts, and leaves it. */
async function csv(tour: Tour, lines: readonly string[]): Promise<void> {
  const { page } = tour;
  await tour.button("From CSV").click();
  await tour.within("dialog", "CSV");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Text with one line for each" }).fill(lines.join("\n"));
  await dialog.getByRole("button", { name: "Read this text" }).click();
  await dialog.getByText(/^Problems/).waitFor();
  await tour.look("CSV with verdicts");
  await page.keyboard.press("Escape");
  await leave(page);
}

/** Escape asks first where something would be lost. */
async function leave(page: Page): Promise<void> {
  const discard = page.getByRole("button", { name: "Discard" });
  const open = await page.getByRole("dialog").count();
  if (open > 0 && (await discard.count()) > 0) await discard.click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
}

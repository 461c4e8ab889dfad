import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import type { ForeignVisit } from "./foreign-site.js";

const PICTURES = process.env["PARLEY_TEST_ANCESTOR_PICTURES"];

/** The pages of the ancestor's client as somebody uses them; what it calls things is in its markup only. */
export class AncestorClient {
  readonly page: Page;
  #pictures = 0;

  constructor(
    readonly visit: ForeignVisit,
    private readonly label: string,
  ) {
    this.page = visit.page;
  }

  /** Opens the page and waits until it knows who one is. */
  async open(): Promise<void> {
    await this.page.goto("/");
    await this.page.locator("dt", { hasText: "Phone Number" }).waitFor();
  }

  /** What the client itself asks for and does not find. */
  get problems(): string[] {
    return this.visit.problems.filter((problem) => !problem.includes("/favicon.ico"));
  }

  async menu(icon: "info" | "live_tv"): Promise<void> {
    await this.page.locator(".meuBtn").click();
    await this.page.locator(".Menu .symb", { hasText: icon }).click();
  }

  async section(name: string): Promise<void> {
    await this.page.locator(".headchoice").click();
    await this.page.locator(".infoselect .ihtxt", { hasText: name }).click();
  }

  /** Moderators and participants have nothing but conferences there in some of its versions. */
  async watchConferences(): Promise<void> {
    await this.menu("live_tv");
    await this.page.locator(".LconList, .RegList").first().waitFor({ state: "attached" });
    if ((await this.page.locator(".headchoice .symb").count()) > 0)
      await this.section("conferences");
  }

  symbol(within: string, name: string): Locator {
    return this.page.locator(`${within} span`, { hasText: new RegExp(`^\\s*${name}\\s*$`) });
  }

  /** The answer to `new Name:` and the like in a form. */
  field(within: string, label: string): Locator {
    return this.page
      .locator(`${within} dt`, { hasText: label })
      .locator("xpath=following-sibling::dd[1]");
  }

  async fill(within: string, values: Readonly<Record<string, string>>): Promise<void> {
    for (const [label, value] of Object.entries(values)) {
      const field = this.field(within, label);
      const list = field.locator("select");
      if ((await list.count()) > 0) await list.selectOption(value);
      else await field.locator("input").fill(value);
    }
  }

  /** Opens the details of a user or a conference in the list. */
  async expand(name: string): Promise<void> {
    await this.page
      .locator(".UserList .User", { has: this.page.locator("strong", { hasText: name }) })
      .locator("xpath=following-sibling::div[1]")
      .locator(".padsymb")
      .click();
  }

  /** What a form says after it was sent. */
  async outcome(within: string): Promise<string> {
    const said = this.page.locator(`${within} div.greencheck, ${within} div.redcheck`, {
      hasText: /^(success|error)$/,
    });
    await said.waitFor();
    return (await this.page.locator(within).innerText()).replace(/\s+/g, " ");
  }

  /** The box of a running conference. */
  live(name: string): LiveBox {
    return new LiveBox(
      this.page.locator(".liveconf", {
        has: this.page.locator(`.namec strong:text-is("${name}")`),
      }),
    );
  }

  async picture(name: string): Promise<void> {
    if (!PICTURES) return;
    mkdirSync(PICTURES, { recursive: true });
    this.#pictures += 1;
    const file = `${this.label}-${String(this.#pictures).padStart(2, "0")}-${name}.png`;
    await this.page.screenshot({ path: join(PICTURES, file) });
  }
}

/** A running conference as it is shown to those who control it. */
export class LiveBox {
  constructor(readonly box: Locator) {}

  async press(
    control: "muteconf" | "lockconf" | "kickconf" | "ropt" | "rstst" | "mlexp",
  ): Promise<void> {
    await this.box.locator(`.${control} .ctr.symb`).click();
  }

  /** Its later versions ask whether one is sure. */
  async kickEverybody(): Promise<void> {
    await this.press("kickconf");
    const sure = this.box.locator(".kickconf .ctrgreen");
    await sure.or(this.box.page().getByText("No active conferences.")).waitFor();
    if ((await sure.count()) > 0) await sure.click();
  }

  /** `mic` or `mic_off` of who has this name in the list of members. */
  member(name: string): Locator {
    return this.box.locator(".mInList", {
      has: this.box.page().locator(".mname strong", { hasText: name }),
    });
  }

  async recordingIs(status: "norec" | "running" | "paused"): Promise<void> {
    await this.box.locator(".rstat strong", { hasText: status }).waitFor();
  }
}

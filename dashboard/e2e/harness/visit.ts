// A visit: one page in a browser of its own storage, watched for everything that a browser complains of.
import type { Browser, BrowserContext, Page } from "playwright-core";
import type { Chain, Role } from "./chain";
import { type Theme, viewport } from "./looks";
import type { Stage } from "./stage";
import { Wallet } from "./wallet";

export type VisitOptions = {
  readonly width?: number;
  readonly theme?: Theme;
  /** A wallet that announces itself, on the account of this role: the holder's if true. */
  readonly wallet?: boolean | Role;
  /** Complaints that belong to the test: what a failing node makes a browser print. */
  readonly expected?: readonly RegExp[];
  /** Another server of the page, such as one with other settings. */
  readonly at?: string;
};

export type Visit = { readonly page: Page; readonly context: BrowserContext; readonly wallet: Wallet };

/** What a failing node makes the browser print: for tests that let it fail. */
export const NODE_FAILS = [/Failed to load resource/, /net::ERR_/] as const;

const PATIENCE = 30_000; // ms, of a machine that is busy or slow

export class Visits {
  readonly contexts: BrowserContext[] = [];
  private readonly complaints: { readonly text: string; readonly expected: readonly RegExp[] }[] = [];

  constructor(
    private readonly browser: Browser,
    private readonly stage: Stage,
    private readonly chain: Chain,
  ) {}

  async open(route: string, options: VisitOptions): Promise<Visit> {
    const context = await this.browser.newContext({
      viewport: viewport(options.width ?? 1440),
      colorScheme: options.theme ?? "light",
      reducedMotion: "reduce",
      locale: "en-US",
      timezoneId: "UTC",
      serviceWorkers: "block",
    });
    this.contexts.push(context);
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    const home = options.at ?? this.stage.page;
    const allowed = new Set([home, `http://127.0.0.1:${this.stage.rpcPort}`]);
    await watch(page, allowed, (text) => this.complaints.push({ text, expected: options.expected ?? [] }));
    const role = typeof options.wallet === "string" ? options.wallet : "holder";
    const wallet = new Wallet(page, this.stage.node, this.stage.chainId, this.chain.account(role));
    if (options.wallet) await wallet.announce();
    await page.goto(`${home}/${route}`);
    return { page, context, wallet };
  }

  /** Complaints that no test expected. */
  get unexpected(): string[] {
    const left = this.complaints.filter(({ text, expected }) => !expected.some((pattern) => pattern.test(text)));
    return left.map(({ text }) => text);
  }

  /** What stands in each page, as a picture. */
  async pictures(start: string): Promise<void> {
    for (const [number, page] of this.contexts.flatMap((context) => context.pages()).entries()) {
      await page.screenshot({ path: `${start}-${number}.png`, fullPage: true }).catch(() => undefined);
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.contexts.map((context) => context.close()));
  }
}

/** Errors and warnings of the console, uncaught errors, reports of the policy, requests to anywhere else. */
async function watch(page: Page, allowed: ReadonlySet<string>, complain: (text: string) => void): Promise<void> {
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") {
      complain(`console ${message.type()}: ${message.text()} (${message.location().url})`);
    }
  });
  page.on("pageerror", (error) => complain(`uncaught: ${error.message}`));
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (!["data:", "blob:"].includes(url.protocol) && !allowed.has(url.origin)) complain(`request to ${request.url()}`);
  });
  page.on("websocket", (socket) => complain(`socket to ${socket.url()}`));
  await page.exposeBinding("__violated", (_, text: string) => complain(`policy: ${text}`));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      const { __violated } = window as unknown as { __violated: (text: string) => void };
      __violated(`${event.effectiveDirective} refused ${event.blockedURI}`);
    });
  });
}

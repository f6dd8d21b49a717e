// What the other specs lean on: the page is served as it will be, and the harness sees what it claims to see.
import { expect, test } from "./harness/test";
import { call } from "./harness/rpc";

test("the page comes with its policy and runs under it", async ({ stage, visit }) => {
  const reply = await fetch(stage.page);
  expect(reply.headers.get("content-security-policy")).toContain(`connect-src 'self' http://127.0.0.1:${stage.rpcPort};`);
  const { page } = await visit();
  await page.locator("#page > *").first().waitFor();
  // A script that markup brings along stays dead.
  await page.evaluate(() => document.body.insertAdjacentHTML("beforeend", "<img src='data:,' alt=''>"));
  expect(await page.evaluate(() => "ethereum" in window)).toBe(false);
});

test("the node has bad days on demand, and they are counted", async ({ stage, proxy }) => {
  const url = `http://127.0.0.1:${stage.rpcPort}`;
  const head = Number(await call(url, "eth_blockNumber"));
  expect(head).toBeGreaterThan(7);
  proxy.fail({ methods: ["eth_blockNumber"], frozenAt: 7n }, { methods: ["eth_chainId"], result: "0x1" });
  expect(await call(url, "eth_blockNumber")).toBe("0x7");
  expect(await call(url, "eth_chainId")).toBe("0x1");
  proxy.fail({ status: 429, times: 1 });
  expect((await fetch(url, { method: "POST", body: '{"id":1,"method":"eth_chainId"}' })).status).toBe(429);
  expect(Number(await call(url, "eth_chainId"))).toBe(stage.chainId);
  proxy.fail({ maxRange: 10 });
  await expect(call(url, "eth_getLogs", [{ fromBlock: "0x0", toBlock: "latest" }])).rejects.toThrow("max block range 10");
  proxy.fail({ truncateLogs: 3 });
  expect(await call(url, "eth_getLogs", [{ fromBlock: "0x0", toBlock: "latest" }])).toHaveLength(3);
  expect(proxy.count("eth_blockNumber")).toBe(2);
  expect(proxy.count("eth_chainId")).toBe(3);
});

test("the chain is put back after a test, part one", async ({ chain }) => {
  const gift = { account: chain.account("holder"), to: chain.account("anyone"), value: 7n };
  await chain.client.waitForTransactionReceipt({ hash: await chain.client.sendTransaction(gift) });
  expect(await chain.client.getTransactionCount({ address: chain.account("holder") })).toBeGreaterThan(0);
  noted = await chain.client.getBalance({ address: chain.account("anyone") });
});

test("the chain is put back after a test, part two", async ({ chain }) => {
  expect(await chain.client.getBalance({ address: chain.account("anyone") })).toBe(noted - 7n);
});

let noted = 0n;

test("a wallet announces itself, signs, declines, and sees the chain it is on", async ({ stage, visit }) => {
  const { page, wallet } = await visit("", { wallet: true });
  const ask = (method: string, params: unknown[] = []) =>
    page.evaluate(
      async ([name, given]) => {
        type Provider = { request(asked: { method: string; params: unknown[] }): Promise<unknown> };
        const provider = await new Promise<Provider>((found) => {
          window.addEventListener("eip6963:announceProvider", (event) => found((event as CustomEvent).detail.provider));
          window.dispatchEvent(new Event("eip6963:requestProvider"));
        });
        return provider.request({ method: name, params: given }).catch((error: { code: number }) => error.code);
      },
      [method, params] as const,
    );
  expect(await ask("eth_requestAccounts")).toEqual([wallet.account]);
  expect(Number(await ask("eth_chainId"))).toBe(stage.chainId);
  expect(await ask("personal_sign", ["0x61", wallet.account])).toMatch(/^0x[0-9a-f]{130}$/);
  wallet.manner = "empty";
  expect(await ask("personal_sign", ["0x61", wallet.account])).toBe("0x");
  wallet.manner = "decline";
  expect(await ask("personal_sign", ["0x61", wallet.account])).toBe(4001);
  wallet.manner = "sign";
  await wallet.moveTo(1);
  expect(await ask("eth_sendTransaction", [{ from: wallet.account, to: wallet.account }])).toBe(4901);
  expect(wallet.sent).toEqual([]);
  expect(wallet.prompts.map((prompt) => prompt.method)).toEqual([
    "eth_requestAccounts",
    ...["personal_sign", "personal_sign", "personal_sign"],
    "eth_sendTransaction",
  ]);
});

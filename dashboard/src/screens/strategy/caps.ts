/**
 * What is fixed in the contracts' code: caps that no key can raise. docs/PARAMETERS.md lists them with their places in the
 * code; a test holds this table against it.
 */
export const caps = {
  managementFeeBps: 300,
  platformFeeBps: 100,
  levyBps: 200,
  slippageBps: { deep: 100, medium: 200, thin: 400, most: 500 },
  weightCapPpm: { deep: 1_000_000, medium: 100_000, thin: 5_000 },
  changePpm: 200_000,
  turnoverPpm: 600_000,
  newListingPpm: 20_000,
  lossSessionBps: 200,
  lossWeekBps: 250,
  lossDeriskingBps: 200,
  riskDownDelay: 3_600,
  riskUpDelay: 259_200,
  expiry: 604_800,
  flipSpacing: 604_800,
  upwardFlips: 6,
  flipWindowDays: 90,
  guardianPause: 259_200,
  silenceAuctions: 2_592_000,
  silenceSafeState: 5_184_000,
  stoppedSafeState: 259_200,
  timelock: 691_200,
  unpricedBps: 50,
} as const;

/** The last result of a pure function of two values, by their identity: every caller on the page shares it. */
export function shared<One, Other, Result>(derive: (one: One, other: Other) => Result): (one: One, other: Other) => Result {
  let last: { one: One; other: Other; result: Result } | null = null;
  return (one, other) => {
    if (last === null || last.one !== one || last.other !== other) last = { one, other, result: derive(one, other) };
    return last.result;
  };
}

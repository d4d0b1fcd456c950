/* Figures and relations: the same sums the server makes, over what stands in
 * the fields now. Figures are whole numbers of millionths, as there. */

const ONE = 1000000n;
const NARROW = { '，': ',', '．': '.', '＋': '+', '－': '-', '／': '/', '　': ' ' };

function narrow(text) {
  return text.replace(/[\uFF10-\uFF19]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xFEE0))
    .replace(/[，．＋－／　]/g, (c) => NARROW[c]);
}

/* What a typed text is: {state: 'blank' | 'na' | 'number' | 'unclear', value}.
 * What is unclear here the server may still be able to read. */
export function read(text) {
  const plain = narrow(text).replace(/[（(].*$/, '').replace(/[\s\u00A0,]/g, '');
  const digits = /^([+-]?)(\d{1,12})(?:\.(\d{1,6}))?$/.exec(plain);

  if (narrow(text).replace(/[\s\u00A0]/g, '') === '') {
    return { state: 'blank' };
  }
  if (/^(\/|无|[-–—]+)$/.test(plain)) {
    return { state: 'na' };
  }
  if (!digits) {
    return { state: 'unclear' };
  }
  const value = BigInt(digits[2]) * ONE + BigInt((digits[3] || '').padEnd(6, '0'));
  return { state: 'number', value: digits[1] === '-' ? -value : value };
}

export function print(value) {
  const size = value < 0n ? -value : value;
  const fraction = String(size % ONE).padStart(6, '0').replace(/0+$/, '');

  return (value < 0n ? '-' : '') + String(size / ONE) + (fraction ? '.' + fraction : '');
}

/* The sum of a side, null where a figure is missing. `figure` gives the figure
 * at an address. */
export function sum(side, figure) {
  let total = read(side.constant).value;

  for (const [factor, address] of side.terms) {
    const found = figure(address);
    if (found === null) {
      return null;
    }
    total += BigInt(factor) * found;
  }
  return total;
}

const HOLDS = {
  '=': (a, b) => a === b,
  '<=': (a, b) => a <= b,
  '>=': (a, b) => a >= b,
  '<': (a, b) => a < b,
  '>': (a, b) => a > b,
};

function compare(condition, figure) {
  const left = sum(condition.left, figure);
  const right = sum(condition.right, figure);

  return left === null || right === null
    ? null : { holds: HOLDS[condition.is](left, right), left, right };
}

/* {holds, left, right}; null where it is not asked or cannot be. */
export function ask(relation, figure) {
  for (const guard of relation.guards) {
    const found = compare(guard, figure);
    if (found === null || !found.holds) {
      return null;
    }
  }
  return compare(relation.test, figure);
}

/* The sentence of a relation that does not hold. */
export function sentence(relation, found, figure) {
  const figures = {
    left: found.left,
    right: found.right,
    difference: found.left > found.right ? found.left - found.right : found.right - found.left,
  };

  return relation.message.map((part) => {
    if (typeof part === 'string') {
      return part;
    }
    const value = part.figure ? figures[part.figure] : sum(part.sum, figure);
    return value === null ? '？' : print(value);
  }).join('');
}

/* This year's addresses in the test. */
export function cells(relation) {
  return [...relation.test.left.terms, ...relation.test.right.terms]
    .map(([, address]) => address).filter((address) => !address.startsWith('previous:'));
}

/* Of failed equalities the cells to be looked at first: those in no equality
 * that holds, and of these the ones in most that fail. */
export function suspects(relation, failed, held) {
  const cleared = new Set(held.flatMap(cells));
  const counts = cells(relation).filter((address) => !cleared.has(address))
    .map((address) => [address, failed.filter((other) => cells(other).includes(address)).length]);
  const most = Math.max(0, ...counts.map(([, n]) => n));

  return counts.filter(([, n]) => n === most).map(([address]) => address);
}

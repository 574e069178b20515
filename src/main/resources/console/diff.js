// Which lines were added and which are gone.

const MOST = 1_500;

/** [{kind: 'new' | 'gone' | '', text}] */
export function lines(before, after) {
  const old = before.split('\n').slice(0, MOST);
  const now = after.split('\n').slice(0, MOST);
  const same = Array.from({ length: old.length + 1 }, () => new Uint16Array(now.length + 1));
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--) {
      same[i][j] = old[i] === now[j] ? same[i + 1][j + 1] + 1 : Math.max(same[i + 1][j], same[i][j + 1]);
    }
  }
  const told = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      told.push({ kind: '', text: now[j] });
      i++;
      j++;
    } else if (j >= now.length || (i < old.length && same[i + 1][j] >= same[i][j + 1])) {
      told.push({ kind: 'gone', text: old[i++] });
    } else {
      told.push({ kind: 'new', text: now[j++] });
    }
  }
  return told;
}

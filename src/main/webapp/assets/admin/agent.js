// What a browser says that it is, in two words. It may say anything: this is for reading, and nothing depends on it.

const BROWSERS = [
  [/\bEdgA?\/(\d+)/, 'Edge'], [/\bOPR\/(\d+)/, 'Opera'], [/\bFirefox\/(\d+)/, 'Firefox'], [/\b(?:Headless)?Chrome\/(\d+)/, 'Chrome'],
  [/\bVersion\/(\d+)\S* .*\bSafari\//, 'Safari'],
];
const SYSTEMS = [[/\bAndroid\b/, 'Android'], [/\biPhone\b/, 'iPhone'], [/\biPad\b/, 'iPad'], [/\bWindows\b/, 'Windows'], [/\bMac OS X\b/, 'macOS'], [/\bLinux\b/, 'Linux']];

/** @param {unknown} text of the header User-Agent */
export function agentName(text) {
  if (typeof text !== 'string' || text === '') return '–';
  const browser = BROWSERS.map(([pattern, name]) => [pattern.exec(text), name]).find(([found]) => found);
  if (!text.startsWith('Mozilla/') || !browser) return text;
  const system = SYSTEMS.find(([pattern]) => pattern.test(text));
  return [`${browser[1]} ${browser[0][1]}`, system?.[1]].filter(Boolean).join(' · ');
}

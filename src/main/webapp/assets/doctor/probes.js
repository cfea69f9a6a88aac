// Opens the doctor's probes at the address of the page, and notes what becomes of them. Who judges is the server.

import { address } from '../api.js';

const PULSES = 2; // a slow moment is no buffer
const SILENCES = 3; // with the page's own stream and a pulse, one less than the six connections of HTTP/1.1
const LAST_EVENT_ID = 'doctor-1';
const PATIENCE = 15_000;
const GRACE = 8_000;
const NO_FAILURE = 500; // after that an answer was cut, and did not just fail

/**
 * @param {number} asked how long to be silent, in milliseconds; 0: as long as the hub says
 * @param {(done: number, secondsLeft: number) => void} progress called twice a second
 * @returns {Promise<object>} what POST /api/admin/doctor takes
 */
export async function observe(asked, progress) {
  let ahead;
  let hint;
  const hinted = new Promise((resolve) => { hint = resolve; });
  const pulses = [];
  const pulsing = (async () => {
    for (let i = 0; i < PULSES; i++) {
      pulses.push(await pulse((first) => {
        ahead ??= Date.now() - first.at;
        hint(first.silence);
      }));
    }
    hint(0); // None came: there is nothing to be silent.
  })();
  const total = (await hinted) && (asked || await hinted);
  const stop = total ? tell(total, progress) : () => {};
  const silences = total
    ? await Promise.all(Array.from({ length: SILENCES }, (_, i) => silence(Math.round((total * (i + 1)) / SILENCES))))
    : [];
  await pulsing;
  stop();
  return {
    address: location.origin,
    pulses,
    silences: silences.filter(Boolean),
    ...(Number.isFinite(ahead) ? { ahead: Math.round(ahead) } : {}),
    readable: document.cookie.split(';').map((each) => each.split('=')[0].trim()).join(' '),
  };
}

function tell(total, progress) {
  const began = performance.now();
  const step = () => {
    const gone = performance.now() - began;
    progress(Math.min(1, gone / total), Math.max(0, Math.ceil((total - gone) / 1000)));
  };
  step();
  const timer = setInterval(step, 500);
  return () => clearInterval(timer);
}

async function pulse(onFirst) {
  const url = urlOf('pulse');
  const asked = performance.now();
  const seen = { status: 0, beats: [] };
  try {
    const response = await open(url, AbortSignal.timeout(PATIENCE));
    if (response.type === 'opaqueredirect') return { ...seen, failure: 'the answer leads elsewhere, perhaps to sign in.' };
    seen.status = response.status;
    seen.type = response.headers.get('Content-Type') ?? '';
    seen.encoding = response.headers.get('Content-Encoding');
    seen.allowOrigin = response.headers.get('Access-Control-Allow-Origin');
    if (!response.ok) return seen;
    for await (const beat of beats(response)) {
      seen.beats.push({ sent: beat.sent, received: Math.round(performance.now() - asked) });
      if (beat.arrival) {
        seen.arrival = beat.arrival;
        onFirst(beat);
      }
    }
  } catch (failure) {
    if (seen.status === 0) seen.failure = `this browser could not open it (${failure.name}).`;
  }
  seen.protocol = performance.getEntriesByName(url.href).at(-1)?.nextHopProtocol ?? '';
  return seen;
}

/** Null where it did not even begin. */
async function silence(asked) {
  const patience = AbortSignal.timeout(asked + GRACE);
  const before = performance.now();
  let began = 0;
  let whole = false;
  try {
    const response = await open(urlOf('silence', { silence: asked }), patience);
    if (!response.ok) return null;
    for await (const _ of beats(response)) {
      if (began) whole = true;
      else began = performance.now();
    }
  } catch {
    // Cut, or our patience is over: told apart below.
  }
  const closed = !whole && !patience.aborted;
  const lasted = Math.round(performance.now() - (began || before));
  // What holds events back may cut a stream before the first one is through.
  return began || (closed && lasted > NO_FAILURE) ? { asked, whole, closed, lasted } : null;
}

function urlOf(probe, more = {}) {
  return address('api/stream', { probe, ...more, one: crypto.getRandomValues(new Uint32Array(1))[0] });
}

function open(url, signal) {
  return fetch(url, {
    headers: { Accept: 'text/event-stream', 'Last-Event-ID': LAST_EVENT_ID },
    credentials: 'same-origin', cache: 'no-store', redirect: 'manual', signal,
  });
}

/** The data of each event of the hub's; ends when the stream does, throws when it is cut. */
async function* beats(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const blocks = (rest + value).split('\n\n');
    rest = blocks.pop();
    for (const block of blocks) {
      const beat = parsed(/^data: (.*)$/m.exec(block)?.[1]);
      if (Number.isInteger(beat?.sent)) yield beat;
    }
  }
}

function parsed(text) {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return null;
  }
}

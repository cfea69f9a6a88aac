// How every element looks: colours, type, buttons. Pages change it by the custom properties --tidings-…,
// and parts by ::part(). Light or dark follows the page's `color-scheme`. Both meet WCAG AA.

export const sheet = new CSSStyleSheet();

sheet.replaceSync(`
:host {
  --surface: var(--tidings-surface, light-dark(#ffffff, #121f25));
  --sunken: var(--tidings-sunken, light-dark(#f7f9fa, #0e1a1f));
  --line: var(--tidings-line, light-dark(#dbe3e6, #22343c));
  --edge: var(--tidings-edge, light-dark(#768992, #647a84));
  --ink: var(--tidings-ink, light-dark(#0f2229, #e4eef1));
  --soft: var(--tidings-soft, light-dark(#4c616b, #9db1ba));
  --accent: var(--tidings-accent, light-dark(#0b6e76, #62cbd2));
  --accent-strong: var(--tidings-accent-strong, light-dark(#085860, #8bdde2));
  --on-accent: var(--tidings-on-accent, light-dark(#ffffff, #04262a));
  --accent-wash: var(--tidings-accent-wash, light-dark(#e2f1f2, #12323a));
  --good: var(--tidings-good, light-dark(#17794b, #5fd39a));
  --warn: var(--tidings-warn, light-dark(#8a5700, #f0c063));
  --warn-wash: var(--tidings-warn-wash, light-dark(#fdf3dc, #2e2512));
  --bad: var(--tidings-bad, light-dark(#b3271e, #ff9d94));
  --bad-wash: var(--tidings-bad-wash, light-dark(#fdecea, #3a1b1a));
  --radius: var(--tidings-radius, 12px);
  --shadow: 0 1px 2px rgb(15 34 41 / .08), 0 12px 32px -12px rgb(15 34 41 / .28);
  display: block;
  color: var(--ink);
  font: 400 1rem/1.5 var(--tidings-font, ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, sans-serif);
  text-align: start;
}
:host([hidden]), [hidden] { display: none !important; }
*, *::before, *::after { box-sizing: border-box; }
h2, h3, p, ol, ul { margin: 0; padding: 0; }
ol, ul { list-style: none; }
a { color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
button, .button {
  display: inline-flex; align-items: center; justify-content: center; gap: .4rem;
  min-height: 2.25rem; padding: .25rem .75rem;
  border: 1px solid transparent; border-radius: 9px;
  background: none; color: var(--ink);
  font-family: inherit; font-size: .875rem; font-weight: 600; line-height: 1.2; text-decoration: none; white-space: nowrap;
  cursor: pointer;
  transition: background-color .12s, border-color .12s;
}
.primary { background: var(--accent); color: var(--on-accent); }
.primary:hover { background: var(--accent-strong); }
.quiet { border-color: var(--edge); }
.quiet:hover { background: var(--accent-wash); }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (prefers-reduced-motion: reduce) { *, *::before, *::after { animation: none !important; transition: none !important; } }
`);

/** An on-screen keyboard takes at least this much, in pixels; the bars of a browser take less. */
const keyboard = 120;

/**
 * Keeps the page as high as what is visible. Some browsers lay an on-screen keyboard over the page and move it up, so
 * that the name of the room is out of sight; where the page gets smaller by itself, nothing is done.
 */
export function beginVisibleHeight(): void {
  const view = globalThis.visualViewport;
  if (!view) return;
  view.addEventListener('resize', () => {
    // If the user has zoomed in, only a part is visible on purpose.
    const isCovered = view.scale < 1.01 && innerHeight - view.height > keyboard;
    const { style } = document.documentElement;
    if (isCovered) style.setProperty('--visible', `${view.height}px`);
    else style.removeProperty('--visible');
    if (isCovered) scrollTo(0, 0);
  });
}

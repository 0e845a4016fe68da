/** Places a popover beside its trigger, inside the window: below it where there is room, else above. */
export function placeBeside(popover: HTMLElement, trigger: HTMLElement, align: 'start' | 'end'): void {
  const box = trigger.getBoundingClientRect();
  const gap = 4;
  const margin = 8;
  popover.style.position = 'fixed';
  popover.style.inset = 'auto';
  popover.style.maxHeight = '';
  const below = innerHeight - box.bottom - gap - margin;
  const above = box.top - gap - margin;
  const height = popover.offsetHeight;
  const up = height > below && above > below;
  popover.style.maxHeight = `${Math.max(120, up ? above : below)}px`;
  const shown = Math.min(height, Math.max(120, up ? above : below));
  popover.style.top = `${up ? box.top - gap - shown : box.bottom + gap}px`;
  const left = align === 'start' ? box.left : box.right - popover.offsetWidth;
  popover.style.left = `${Math.max(margin, Math.min(left, innerWidth - popover.offsetWidth - margin))}px`;
}

// Runs before the first paint: the colours that the viewer has chosen, if not the system's.
try {
  const chosen = localStorage.getItem('caravan.theme');
  if (chosen === 'dark' || chosen === 'light') document.documentElement.dataset.theme = chosen;
} catch {
  // a browser that keeps nothing shows the system's colours
}

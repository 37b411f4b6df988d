// Shows the operations and shapes that contain every word of the search, and opens the one a link names.
const search = document.getElementById('search');
const found = document.getElementById('found');
const items = [...document.querySelectorAll('details.item')].map((element) => ({ element, text: element.textContent.toLowerCase() }));

function filter() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const item of items) {
    const fits = words.every((word) => item.text.includes(word));
    item.element.classList.toggle('hidden', !fits);
    shown += fits ? 1 : 0;
  }
  for (const section of document.querySelectorAll('main > section')) {
    section.classList.toggle('hidden', !section.querySelector('details.item:not(.hidden)'));
  }
  found.textContent = words.length ? `${shown} found` : '';
}

function open() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target instanceof HTMLDetailsElement) {
    target.open = true;
    target.scrollIntoView();
  }
}

search.addEventListener('input', filter);
window.addEventListener('hashchange', open);
open();

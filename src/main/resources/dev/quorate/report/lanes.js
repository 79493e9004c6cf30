/* Lanes: who was what, when; with zoom, cursor, faults, and the times when two were what one should be. */
(function (q) {
  const data = q.data, state = q.state, el = q.svg;
  const LABELS = 230, ROW = 24, TOP = 26, GROUP = 22, BOTTOM = 26, RIGHT = 12;
  const STEPS = [1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5, 1e6, 2e6, 5e6, 1e7, 15e6, 3e7, 6e7, 12e7, 3e8, 6e8, 18e8, 36e8, 72e8, 216e8, 864e8];
  const box = document.getElementById('lanes');
  const kind = document.getElementById('kind');
  let width = 0, scale = 1;
  /* Not part of the drawing: when it moves, nothing of the lanes is painted again. */
  const cursor = document.createElement('div');
  cursor.className = 'cursor';

  const x = t => LABELS + (t - state.from) / (state.to - state.from) * (width - LABELS - RIGHT);
  const timeAt = event => {
    const px = (event.clientX - box.getBoundingClientRect().left) * width / box.clientWidth;
    return state.from + (px - LABELS) / (width - LABELS - RIGHT) * (state.to - state.from);
  };
  const fill = i => data.looks[i].path ? 'url(#look' + i + ')' : data.looks[i].colour;

  function patterns() {
    const defs = el('defs', {});
    data.looks.forEach((look, i) => {
      if (!look.path) return;
      const p = el('pattern', { id: 'look' + i, width: 8, height: 8, patternUnits: 'userSpaceOnUse' });
      p.appendChild(el('rect', { width: 8, height: 8, fill: look.colour }));
      p.appendChild(el('path', { d: look.path, stroke: '#fff', 'stroke-width': 1.6, fill: 'none', 'stroke-linecap': 'round' }));
      defs.appendChild(p);
    });
    return defs;
  }
  q.patterns = patterns;
  q.fill = fill;

  function rowsOf(lanes) {
    let y = TOP, group = null;
    return lanes.map(lane => {
      const head = lane.group !== group;
      if (head) { group = lane.group; y += GROUP; }
      const row = { lane, head, y };
      y += ROW;
      return row;
    });
  }

  function draw() {
    width = Math.max(520, box.clientWidth);
    const chosen = kind.value;
    const rows = rowsOf(data.lanes.filter(l => chosen === 'all' || l.kind === chosen));
    const height = (rows.length ? rows[rows.length - 1].y + ROW : TOP) + BOTTOM;
    const root = el('svg', { viewBox: '0 0 ' + width + ' ' + height, height, role: 'img', 'aria-label': 'Lanes: who was what, when' });
    const defs = patterns();
    const clip = el('clipPath', { id: 'plot' });
    clip.appendChild(el('rect', { x: LABELS, y: 0, width: width - LABELS - RIGHT, height }));
    defs.appendChild(clip);
    root.appendChild(defs);
    axis(root, height);
    const plot = el('g', { 'clip-path': 'url(#plot)' });
    const over = el('g', {});
    overlaps(plot, over, rows);
    rows.forEach(r => row(root, plot, r));
    plot.appendChild(over);
    faults(plot, height);
    root.appendChild(plot);
    scale = box.clientWidth / width || 1;
    cursor.style.height = (height - BOTTOM) * scale + 'px';
    box.replaceChildren(root, cursor);
    moved();
  }

  function row(root, plot, r) {
    if (r.head) root.appendChild(el('text', { class: 'group', x: 8, y: r.y - 6 }, r.lane.group));
    root.appendChild(el('text', { x: 16, y: r.y + 16 }, short(r.lane.label, 30)));
    let right = -10;
    const segments = r.lane.segments;
    for (let i = Math.max(0, q.upTo(segments, state.from, s => s[0]) - 1); i < segments.length && segments[i][0] <= state.to; i++) {
      const s = segments[i];
      if (s[1] < state.from) continue;
      const from = x(Math.max(s[0], state.from)), to = x(Math.min(s[1], state.to));
      if (to - from < .4 && from - right < .6) continue;
      right = to;
      const rect = el('rect', { x: from, y: r.y + 2, width: Math.max(1, to - from), height: ROW - 5, fill: fill(s[2]), class: data.looks[s[2]].quiet ? 'quiet' : '' });
      rect.appendChild(el('title', {}, r.lane.label + ': ' + s[3] + ', ' + q.seconds(s[0]) + ' to ' + q.seconds(s[1])));
      plot.appendChild(rect);
      if (to - from > s[3].length * 7.6 + 10) {
        const t = el('text', { x: from + 6, y: r.y + 16 }, s[3]);
        const look = data.looks[s[2]];
        t.style.fill = look.dark ? '#fff' : look.quiet ? 'var(--ink)' : '#222';
        if (look.path) { t.style.stroke = 'rgba(255,255,255,.9)'; t.style.strokeWidth = '3px'; t.style.paintOrder = 'stroke'; }
        plot.appendChild(t);
      }
    }
  }

  function overlaps(plot, over, rows) {
    const written = new Map();
    data.overlaps.forEach(o => {
      if (o.to < state.from || o.from > state.to) return;
      const mine = rows.filter(r => r.lane.group === o.group);
      if (!mine.length) return;
      const y = mine[0].y - 2, from = Math.max(o.from, state.from), w = Math.max(3, x(Math.min(o.to, state.to)) - x(from));
      const area = { x: x(from), y, width: w, height: mine[mine.length - 1].y + ROW - y };
      plot.appendChild(el('rect', { class: 'tint', ...area }));
      const frame = el('rect', { class: 'tintframe', ...area });
      frame.appendChild(el('title', {}, o.words));
      over.appendChild(frame);
      const length = o.label.length * 7.4, at = q.clamp(x(from), LABELS + 2, width - RIGHT - length);
      if (at < (written.get(o.group) || 0)) return;
      written.set(o.group, at + length + 8);
      over.appendChild(el('text', { class: 'tinted', x: at, y: y - 4 }, o.label));
    });
  }

  function faults(plot, height) {
    let right = -20, shift = 0;
    data.marks.forEach((m, i) => {
      if (m.at < state.from || m.at > state.to) return;
      const line = el('line', { class: m.ends ? 'ends' : 'fault', x1: x(m.at), x2: x(m.at), y1: 14, y2: height - BOTTOM });
      line.appendChild(el('title', {}, q.seconds(m.at) + ': ' + m.words));
      plot.appendChild(line);
      shift = x(m.at) - right < 12 ? shift + 12 : 0;
      right = x(m.at);
      plot.appendChild(el('text', { class: 'mark', x: x(m.at) + 3 + shift, y: 12 }, String(i + 1)));
    });
  }

  function axis(root, height) {
    const want = (state.to - state.from) / Math.max(3, (width - LABELS) / 90);
    const step = STEPS.find(s => s >= want) || STEPS[STEPS.length - 1];
    for (let t = Math.ceil(state.from / step) * step; t <= state.to; t += step) {
      root.appendChild(el('line', { class: 'grid', x1: x(t), x2: x(t), y1: TOP, y2: height - BOTTOM }));
      const anchor = x(t) > width - 40 ? 'end' : x(t) < LABELS + 20 ? 'start' : 'middle';
      root.appendChild(el('text', { class: 'axis', x: x(t), y: height - 8, 'text-anchor': anchor }, +(t / 1e6).toFixed(3) + ' s'));
    }
  }

  const short = (text, most) => text.length > most ? text.slice(0, most - 1) + '\u2026' : text;

  function moved() {
    cursor.style.transform = 'translateX(' + x(state.cursor) * scale + 'px)';
  }

  q.listen(what => { if (what === 'view') draw(); else moved(); });
  kind.addEventListener('change', () => q.changed('view'));
  window.addEventListener('resize', () => q.changed('view'));
  let drag = false;
  box.addEventListener('pointerdown', e => {
    if (e.button !== 0) return;
    drag = true;
    box.setPointerCapture(e.pointerId);
    box.focus({ preventScroll: true });
    q.go(timeAt(e));
  });
  box.addEventListener('pointermove', e => { if (drag) q.go(q.clamp(timeAt(e), state.from, state.to)); });
  box.addEventListener('pointerup', () => { drag = false; });
  box.addEventListener('pointercancel', () => { drag = false; });
  box.addEventListener('wheel', e => {
    if (!e.ctrlKey && !e.shiftKey) return;
    e.preventDefault();
    q.zoom(e.deltaY > 0 || e.deltaX > 0 ? 1.25 : .8, timeAt(e));
  }, { passive: false });
})(quorate);

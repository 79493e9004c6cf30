/* Playing, stepping, scrubbing, the list of events, and the keyboard. */
(function (q) {
  const data = q.data, state = q.state, by = id => document.getElementById(id);
  const events = data.events, play = by('play'), scrub = by('scrub'), speed = by('speed'), filter = by('filter');
  const SPEEDS = [0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 60, 300];
  const time = e => e[0], marks = [...data.marks].sort((a, b) => a.at - b.at);
  let before = 0, listed = null;

  // ---- playing
  const fitting = SPEEDS.reduce((best, s) => Math.abs(data.end / 1e6 / s - 45) < Math.abs(data.end / 1e6 / best - 45) ? s : best);
  SPEEDS.forEach(s => speed.appendChild(Object.assign(document.createElement('option'), { value: String(s), textContent: s + '\u00d7', selected: s === fitting })));
  state.speed = fitting;

  function playing(on) {
    state.playing = on;
    play.textContent = on ? 'pause' : 'play';
    play.setAttribute('aria-pressed', String(on));
    if (on) {
      if (state.cursor >= data.end) q.go(0);
      before = 0;
      requestAnimationFrame(tick);
    }
  }
  function tick(now) {
    if (!state.playing) return;
    if (before) {
      const next = state.cursor + Math.min(250, now - before) * 1000 * state.speed;
      q.go(next);
      if (next >= data.end) { playing(false); return; }
    }
    before = now;
    requestAnimationFrame(tick);
  }
  function step(direction) {
    playing(false);
    if (direction > 0) {
      const i = q.upTo(events, state.cursor, time);
      q.go(i < events.length ? events[i][0] : data.end);
    } else {
      let i = q.upTo(events, state.cursor - 1, time) - 1;
      q.go(i >= 0 ? events[i][0] : 0);
    }
  }
  function finding() {
    if (!data.findings.length) return;
    const next = data.findings.find(f => f.at > state.cursor) || data.findings[0];
    q.go(next.at);
  }

  // ---- the state of everything else
  function refresh() {
    const t = state.cursor;
    by('view').textContent = q.clusterAt(t);
    by('now').textContent = q.seconds(t);
    scrub.value = String(Math.round(t / data.end * 10000));
    scrub.setAttribute('aria-valuetext', q.seconds(t));
    const i = q.upTo(events, t, time) - 1;
    const done = q.upTo(marks, t, m => m.at), now = done ? marks.filter(m => m.at === marks[done - 1].at) : [];
    by('caption').textContent = now.length ? q.seconds(now[0].at) + '  ' + now.map(m => m.words).join('; ') : 'nothing was done to it yet';
    by('latest').textContent = i >= 0 ? q.seconds(events[i][0]) + '  ' + events[i][2] : '';
    listSoon();
  }

  /** The list follows a moving cursor a few times a second: nobody reads faster, and rows are dear to lay out. */
  let listDue = 0;
  function listSoon() {
    if (!listDue) listDue = setTimeout(() => { listDue = 0; list(); }, 150);
  }

  function list() {
    const words = filter.value.toLowerCase();
    const all = words ? (listed && listed.words === words ? listed.all : events.filter(e => e[2].toLowerCase().includes(words))) : events;
    listed = { words, all };
    const i = q.upTo(all, state.cursor, time), first = Math.max(0, i - 40), rows = document.createDocumentFragment();
    all.slice(first, first + 100).forEach((e, k) => {
      const tr = document.createElement('tr');
      if (first + k === i - 1) tr.className = 'at';
      [q.seconds(e[0]), e[2], '#' + e[1]].forEach(text => { tr.appendChild(document.createElement('td')).textContent = text; });
      if (e[3].length || e[4]) {
        const cause = tr.children[1].appendChild(document.createElement('div'));
        cause.className = 'cause';
        cause.textContent = (e[3].length ? 'caused by ' + e[3].map(c => '#' + c).join(' ') : '') + (e[4] ? '  as ' + e[4] + ' says' : '');
      }
      tr.dataset.t = e[0];
      rows.appendChild(tr);
    });
    by('rows').replaceChildren(rows);
    by('count').textContent = all.length + ' events' + (data.left ? ', ' + data.left + ' more are in events.jsonl' : '') + (data.cut ? '; the lanes show the first states only, all are in intervals.csv' : '');
    const mark = by('rows').querySelector('.at');
    by('events').scrollTop = mark ? mark.offsetTop - 120 : 0;
  }

  q.listen(refresh);

  // ---- mouse and keyboard
  const press = (id, act) => by(id).addEventListener('click', act);
  press('play', () => playing(!state.playing));
  press('step-back', () => step(-1));
  press('step-on', () => step(1));
  press('to-finding', finding);
  press('zoom-in', () => q.zoom(.5, state.cursor));
  press('zoom-out', () => q.zoom(2, state.cursor));
  press('zoom-all', () => q.show(0, data.end));
  by('to-finding').hidden = !data.findings.length;
  speed.addEventListener('change', () => { state.speed = Number(speed.value); });
  scrub.addEventListener('input', () => { playing(false); q.go(scrub.value / 10000 * data.end); });
  filter.addEventListener('input', list);
  by('rows').addEventListener('click', e => { const tr = e.target.closest('tr'); if (tr) q.go(Number(tr.dataset.t)); });
  document.querySelectorAll('[data-at]').forEach(a => a.addEventListener('click', e => {
    e.preventDefault();
    q.go(Number(a.dataset.at));
    by('player').scrollIntoView({ block: 'start' });
  }));

  function faster(by_) {
    const i = q.clamp(SPEEDS.indexOf(state.speed) + by_, 0, SPEEDS.length - 1);
    state.speed = SPEEDS[i];
    speed.value = String(SPEEDS[i]);
  }
  const nudge = (e, direction) => { playing(false); q.go(state.cursor + direction * (state.to - state.from) / (e.shiftKey ? 20 : 200)); };
  const KEYS = {
    ' ': () => playing(!state.playing), k: () => playing(!state.playing),
    ArrowLeft: e => nudge(e, -1), ArrowRight: e => nudge(e, 1),
    n: () => step(1), p: () => step(-1), f: finding,
    '+': () => q.zoom(.5, state.cursor), '=': () => q.zoom(.5, state.cursor), '-': () => q.zoom(2, state.cursor), '0': () => q.show(0, data.end),
    '<': () => faster(-1), '>': () => faster(1),
    Home: () => q.go(0), End: () => q.go(data.end),
  };
  document.addEventListener('keydown', e => {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    const typing = e.target.matches('input[type=text], select, textarea'), sliding = e.target === scrub;
    const own = e.target.matches('button, a') && (e.key === ' ' || e.key === 'Enter');
    const scrolls = (e.key === 'Home' || e.key === 'End' || e.key.startsWith('Arrow')) && (e.target === by('events') || e.target.matches('pre'));
    if (typing || own || scrolls || (sliding && (e.key.startsWith('Arrow') || e.key === 'Home' || e.key === 'End')) || !KEYS[e.key]) return;
    e.preventDefault();
    KEYS[e.key](e);
  });

  // ---- begin
  const linked = /^#t=([0-9.]+)s?$/.exec(location.hash);
  if (linked) q.go(Number(linked[1]) * 1e6);
  list();
  q.playing = playing;
  q.step = step;
  window.quorate = q;
  by('player').hidden = false;
  q.changed('view');
  document.documentElement.classList.add('ready');
})(quorate);

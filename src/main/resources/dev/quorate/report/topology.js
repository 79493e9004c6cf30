/* The player's stage: hosts, the VIP, who leads, who stands still, which links are cut, at the cursor. */
(function (q) {
  const data = q.data, state = q.state, el = q.svg;
  const W = 660, H = 470, BAD = '#d55e00';
  const stage = document.getElementById('stage');
  const DAEMONS = ['corosync', 'pacemakerd', 'etcd', 'kube-apiserver', 'kube-scheduler', 'kube-controller-manager'];
  const masters = data.masters, others = data.others;
  const place = places(masters.length);
  const boxW = masters.length > 5 ? Math.min(150, W / Math.ceil(masters.length / 2) - 10) : masters.length > 4 ? 156 : 190, boxH = 96;

  function places(n) {
    if (n === 1) return [[W / 2, 240]];
    if (n === 2) return [[150, 240], [W - 150, 240]];
    const all = [];
    if (n > 5) {
      const columns = Math.ceil(n / 2);
      for (let i = 0; i < n; i++) all.push([W / columns * (i % columns + .5), i < columns ? 170 : 330]);
      return all;
    }
    const start = n === 3 ? 210 : n % 2 ? -90 : -90 - 180 / n;
    for (let i = 0; i < n; i++) {
      const angle = (start + i * 360 / n) * Math.PI / 180;
      all.push([W / 2 + 232 * Math.cos(angle), 248 + (n === 3 ? 112 : 120) * Math.sin(angle)]);
    }
    return all;
  }

  const short = (text, most) => text.length > most ? text.slice(0, most - 1) + '\u2026' : text;
  const nick = lease => lease.replace(/^kube-/, '').replace('controller-manager', 'ctrl-manager');

  function text(g, x, y, words, css, anchor) {
    g.appendChild(el('text', { x, y, class: css || '', 'text-anchor': anchor || 'middle' }, words));
  }

  /** The states of a master's pills: [words, look index or css class]. */
  function pills(host, t) {
    const look = { acting: 0, syncing: 1, believes: 2, paused: 3, frozen: 4 };
    const all = [];
    q.subjects('acting', t).forEach(lease => q.states('acting', lease, t).forEach(s => {
      if (s[0] !== host && !s[0].startsWith(host + '/')) return;
      const word = s[1] === 'acting' ? ' leads' : s[1] === 'syncing' ? ' syncs' : ' ' + s[1];
      all.push([nick(lease) + word, look[s[1]]]);
    }));
    q.subjects('process', t).forEach(p => {
      const s = q.at('process', p, host, t);
      if (s === 'paused' && !all.some(a => a[0] === nick(p) + ' paused')) all.push([nick(p) + ' paused', 3]);
    });
    return all;
  }

  /** Two lines: the cluster's word of it, and etcd's. */
  function facts(host, t) {
    const cluster = [], etcd = [], quorum = q.at('quorum', '', host, t);
    if (q.at('dc', '', host, t)) cluster.push('DC');
    if (quorum) cluster.push(quorum === 'quorate' ? 'quorate' : 'NO QUORUM');
    q.subjects('etcd', t).forEach(c => {
      const s = q.at('etcd', c, host, t);
      if (s && !s.startsWith('follower@')) etcd.push('etcd ' + s.replace('@', ', term '));
    });
    return [cluster.join(' \u00b7 '), etcd.join(' \u00b7 ')];
  }

  function missing(host, t) {
    if (q.at('host', '', host, t) !== 'up') return [];
    return DAEMONS.filter(d => {
      return !q.at('process', d, host, t) && q.since('process', d, host) <= t;
    });
  }

  function link(g, a, b, t) {
    ['cluster', 'service'].forEach((network, i) => {
      const [x1, y1] = place[a], [x2, y2] = place[b];
      const length = Math.hypot(x2 - x1, y2 - y1), dx = -(y2 - y1) / length, dy = (x2 - x1) / length, off = i ? 5 : -5;
      const there = q.at('link', network, masters[a] + '>' + masters[b], t) === 'cut';
      const back = q.at('link', network, masters[b] + '>' + masters[a], t) === 'cut';
      const cut = there || back;
      g.appendChild(el('line', { x1: x1 + dx * off, y1: y1 + dy * off, x2: x2 + dx * off, y2: y2 + dy * off, class: 'wire ' + network + (cut ? ' cut' : '') }));
      if (!cut) return;
      const share = there && back ? .5 : there ? .62 : .38;
      const mx = x1 + (x2 - x1) * share + dx * off * 2.4, my = y1 + (y2 - y1) * share + dy * off * 2.4;
      const m = el('g', { class: 'cross' });
      m.appendChild(el('path', { d: 'M' + (mx - 6) + ',' + (my - 6) + 'l12,12m0,-12l-12,12' }));
      m.appendChild(el('title', {}, network + ' network cut: ' + (there && back ? masters[a] + ' and ' + masters[b] : there ? masters[a] + ' to ' + masters[b] + ' only' : masters[b] + ' to ' + masters[a] + ' only')));
      g.appendChild(m);
    });
  }

  function vips(g, t) {
    const all = q.subjects('vip', t);
    all.forEach((vip, i) => {
      const cx = W / 2 + (i - (all.length - 1) / 2) * 210, holders = q.states('vip', vip, t);
      const answering = holders.filter(h => h[1] === 'holds').length, twice = answering > 1;
      holders.forEach(h => {
        const m = masters.indexOf(h[0]);
        if (m >= 0) g.appendChild(el('line', { x1: cx, y1: 44, x2: place[m][0], y2: place[m][1] - boxH / 2, class: 'vipwire' + (twice ? ' twice' : h[1] === 'holds' ? '' : ' silent') }));
      });
      const pill = el('g', { class: 'vip' + (twice ? ' twice' : holders.length ? '' : ' nobody') });
      pill.appendChild(el('rect', { x: cx - 100, y: 18, width: 200, height: 28, rx: 14 }));
      text(pill, cx, 37, 'VIP ' + short(vip, 20) + (twice ? ' \u00d7 ' + answering : ''));
      g.appendChild(pill);
      if (!holders.length) text(g, cx, 62, 'nobody holds it', 'warn');
    });
  }

  function client(g, t) {
    const targets = q.subjects('api', t);
    if (!targets.length) return;
    const bad = targets.filter(a => q.states('api', a, t).some(s => s[1] !== 'reachable'));
    const pill = el('g', { class: 'client' + (bad.length ? ' bad' : '') });
    pill.appendChild(el('rect', { x: 8, y: 14, width: 168, height: 36, rx: 6 }));
    text(pill, 92, 29, 'clients of the API', 'small');
    text(pill, 92, 44, !bad.length ? 'read and write' : bad.length === targets.length ? '\u2715 get no answer' : '\u2715 cannot ' + bad.map(a => a.split(' ')[0]).join(', '), 'strong');
    pill.appendChild(el('title', {}, targets.map(a => a + ': ' + q.states('api', a, t).map(s => s[1]).join(', ')).join('\n')));
    g.appendChild(pill);
  }

  function host(g, i, t) {
    const name = masters[i], [cx, cy] = place[i], s = q.at('host', '', name, t) || 'up';
    const x = cx - boxW / 2, y = cy - boxH / 2, box = el('g', { class: 'host ' + s.replace(/[^a-z]/g, '') });
    box.appendChild(el('rect', { x, y, width: boxW, height: boxH, rx: 8 }));
    text(box, cx, y + 17, short(name, 22), 'strong');
    if (s !== 'up') {
      text(box, cx, y + 52, { off: 'power is off', fenced: 'fenced: power is off', frozen: 'frozen', booting: 'boots' }[s] || s, 'big');
    }
    let row = y + 23;
    pills(name, t).slice(0, 3).forEach(p => {
      if (s === 'off' || s === 'fenced') return;
      const w = Math.min(boxW - 12, p[0].length * 6.7 + 16);
      box.appendChild(el('rect', { class: 'pill', x: cx - w / 2, y: row, width: w, height: 17, rx: 8, fill: q.fill(p[1]) }));
      const words = el('text', { x: cx, y: row + 12.5, 'text-anchor': 'middle', class: 'pilltext' }, short(p[0], 26));
      words.style.fill = data.looks[p[1]].dark ? '#fff' : '#222';
      if (data.looks[p[1]].path) { words.style.stroke = '#fff'; words.style.strokeWidth = '3px'; words.style.paintOrder = 'stroke'; }
      box.appendChild(words);
      row += 19;
    });
    if (s === 'up') {
      const f = facts(name, t);
      text(box, cx, y + boxH - 20, short(f[0], 30), 'small' + (f[0].includes('NO QUORUM') ? ' warn' : ''));
      text(box, cx, y + boxH - 7, short(f[1], 30), 'small');
      const gone = missing(name, t);
      if (gone.length) text(box, cx, y + boxH + 13, '\u2715 ' + short(gone.join(', '), 34) + (gone.length > 1 ? ' do' : ' does') + ' not run', 'small warn');
    }
    g.appendChild(box);
  }

  function chips(g, t) {
    const shown = others.slice(0, 8), w = Math.min(96, (W - 16) / Math.max(1, shown.length + (others.length > 8 ? 1 : 0)) - 6);
    const cut = new Set();
    q.subjects('link', t).forEach(n => q.states('link', n, t).forEach(s => s[0].split('>').forEach(h => cut.add(h))));
    const left = (W - (shown.length * (w + 6) - 6)) / 2;
    shown.forEach((name, i) => {
      const s = q.at('host', '', name, t) || 'up', x = left + i * (w + 6);
      const chip = el('g', { class: 'chip ' + s.replace(/[^a-z]/g, '') + (cut.has(name) ? ' cut' : '') });
      chip.appendChild(el('rect', { x, y: H - 34, width: w, height: 26, rx: 5 }));
      text(chip, x + w / 2, H - 17, (cut.has(name) ? '\u2715 ' : '') + short(name, Math.floor(w / 7)), 'small');
      chip.appendChild(el('title', {}, name + ': ' + s + (cut.has(name) ? ', some links cut' : '')));
      g.appendChild(chip);
    });
    if (others.length > 8) text(g, W - 8, H - 40, '+ ' + (others.length - 8) + ' more hosts', 'small', 'end');
  }

  function trouble(g, t) {
    const now = data.overlaps.filter(o => o.from <= t && t < o.to).map(o => (o.kind + ' ' + o.group.replace(/^VIP .*/, '').replace(/^kube-/, '')).trim());
    [...new Set(now)].slice(0, 3).forEach((words, i) => {
      const flag = el('g', { class: 'flag' }), w = Math.min(206, words.length * 7.4 + 18);
      flag.appendChild(el('rect', { x: W - 8 - w, y: 14 + i * 26, width: w, height: 22, rx: 4 }));
      text(flag, W - 8 - w / 2, 29 + i * 26, short(words, 26));
      g.appendChild(flag);
    });
  }

  function draw() {
    const t = state.cursor;
    const root = el('svg', { viewBox: '0 0 ' + W + ' ' + H, role: 'img', 'aria-label': 'The cluster at ' + q.seconds(t) });
    const g = el('g', {});
    for (let a = 0; a < masters.length; a++) for (let b = a + 1; b < masters.length; b++) link(g, a, b, t);
    vips(g, t);
    masters.forEach((_, i) => host(g, i, t));
    client(g, t);
    chips(g, t);
    trouble(g, t);
    root.appendChild(g);
    stage.replaceChildren(root);
  }

  q.listen(draw);
})(quorate);

/* The cluster at an instant, in crm_mon's words: the same text that `quorate show --at` prints. */
(function (q) {
  const data = q.data;

  function instant(t) {
    const millis = Math.floor((t + 500) / 1000), abs = Math.abs(millis);
    return (millis < 0 ? '-' : '') + Math.floor(abs / 1000) + '.' + String(1000 + abs % 1000).slice(1) + 's';
  }

  /** Entries [t, key, words, event] by key, sorted by key. */
  function byKey(list) {
    const keys = new Map();
    list.forEach(e => { if (keys.has(e[1])) keys.get(e[1]).push(e); else keys.set(e[1], [e]); });
    return [...keys.keys()].sort().map(k => keys.get(k));
  }
  const fencingOf = byKey(data.fencing), faultsOf = byKey(data.faults);

  /** The last word said of each key up to t; '' ends it. */
  const last = (keys, t) => keys.map(list => list[q.upTo(list, t, e => e[0]) - 1]).filter(e => e && e[2]);

  const words = (states, plain) => states.length
    ? states.map(s => s[1] === plain ? s[0] : s[0] + ' (' + s[1].replaceAll('@', ', term ') + ')').join(', ')
    : 'nobody';
  const capital = word => word.charAt(0).toUpperCase() + word.slice(1);
  const harmless = line => line.replaceAll('\t', '  ').replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ud800-\udfff]/g, c => c >= '\ud800' && c <= '\udfff' ? c : '?');

  const seenNodes = [];
  data.intervals.filter(i => i[0] === 'membership').sort((a, b) => a[4] - b[4]).forEach(i => {
    i[3].split(' ').forEach(node => { if (!seenNodes.some(n => n[1] === node)) seenNodes.push([i[4], node]); });
  });

  q.clusterAt = function (t) {
    const out = ['Cluster at ' + instant(t)];
    const nodes = seenNodes.filter(n => n[0] <= t).map(n => n[1]).sort();
    const partitions = new Map();
    q.states('membership', '', t).forEach(s => partitions.set(s[1], (partitions.get(s[1]) || []).concat(s[0])));
    if (!partitions.size) out.push('', '  * no host is in a membership');
    partitions.forEach((hosts, members) => {
      const quorum = hosts.some(h => q.at('quorum', '', h, t) === 'quorate');
      const dc = hosts.find(h => q.at('dc', '', h, t) === 'dc') || 'NONE';
      const online = [...new Set(members.split(' '))].sort();
      const offline = nodes.filter(n => !online.includes(n));
      out.push('', 'Cluster Summary' + (partitions.size > 1 ? ', as ' + hosts.join(', ') + ' see it' : '') + ':');
      out.push('  * Current DC: ' + dc + ' - partition ' + (quorum ? 'with quorum' : 'WITHOUT quorum'));
      out.push('', 'Node List:', '  * Online: [ ' + online.join(' ') + ' ]');
      if (offline.length) out.push('  * OFFLINE: [ ' + offline.join(' ') + ' ]');
      nodes.forEach(n => {
        const really = q.at('host', '', n, t);
        if (really && really !== 'up') out.push('  * (' + n + ' is ' + really + ')');
      });
    });
    const resources = data.resources.filter(r => r[1] <= t).map(r => r[0]).sort();
    if (resources.length) out.push('', 'Full List of Resources:');
    resources.forEach(r => {
      const states = q.states('resource', r, t);
      if (!states.length) out.push('  * ' + r + ':   Stopped');
      states.forEach(s => out.push('  * ' + r + ':   ' + capital(s[1]) + ' ' + s[0]));
    });
    const fencing = last(fencingOf, t).filter(f => nodes.includes(f[1]));
    if (fencing.length) out.push('', 'Fencing History:');
    fencing.forEach(f => out.push('  * ' + f[1] + ': ' + f[2] + ' (#' + f[3] + ')'));
    kubernetes(t, out);
    const faults = last(faultsOf, t);
    if (faults.length) out.push('', 'Faults so far (not undone):');
    faults.forEach(f => out.push('  * ' + f[2]));
    return out.flatMap(line => line.split(/\r\n|\r|\n/)).map(harmless).join('\n') + '\n';
  };

  function kubernetes(t, out) {
    out.push('', 'Kubernetes masters:');
    q.subjects('vip', t).forEach(vip => {
      out.push('  * VIP ' + vip + ': ' + words(q.states('vip', vip, t), 'holds'));
    });
    q.subjects('acting', t).forEach(lease => {
      const who = q.states('acting', lease, t).map(s => s[0] + ' (' + s[1] + ')');
      const holders = [...new Set(q.states('lease', lease, t).map(s => s[1]))].sort();
      out.push('  * ' + lease + ': ' + (who.length ? who.join(', ') : 'nobody leads')
        + (holders.length ? '; the store names ' + holders.join(', ') : ''));
    });
    q.subjects('etcd', t).forEach(c => out.push('  * etcd ' + c + ': ' + words(q.states('etcd', c, t), '')));
    q.subjects('api', t).forEach(a => out.push('  * API ' + a + ': ' + words(q.states('api', a, t), '')));
    q.subjects('link', t).forEach(n => {
      const cut = q.states('link', n, t).map(s => s[0]);
      if (cut.length) out.push('  * cut on the ' + n + ' network: ' + cut.join(', '));
    });
  }
})(quorate);

package dev.quorate.model.etcd.store;

import dev.quorate.golden.Golden;
import dev.quorate.model.etcd.EtcdOp;
import dev.quorate.model.etcd.EtcdWords;
import org.junit.jupiter.api.Test;

/** The store's answers, revisions and changes, request by request (the cases of etcd's mvcc and lease tests). */
class StoreGoldenTest {

    private Store store = new Store();

    @Test
    void answersAsWritten() {
        Golden.check("etcd/store.txt", this::run);
    }

    private String run(String command) {
        StringBuilder told = new StringBuilder();
        for (String line : command.split("\n")) {
            long before = store.revision();
            String answer;
            try {
                answer = answer(line.trim());
            } catch (StoreException e) {
                answer = "refused: " + e.error().text();
            }
            told.append(answer);
            told.append(
                            store.revision() == before
                                    ? ""
                                    : (answer.isEmpty() ? "" : ", ") + "revision " + store.revision())
                    .append('\n');
            store.takeChanges()
                    .forEach(c -> told.append("  ").append(EtcdWords.text(c)).append('\n'));
        }
        return told.toString();
    }

    private String answer(String line) throws StoreException {
        String[] words = line.split(" ");
        switch (words[0]) {
            case "new" -> store = new Store();
            case "txn" -> {
                EtcdWords.Txn txn = EtcdWords.txn(line);
                Store.TxnResult result = store.txn(txn.compares(), txn.success(), txn.failure());
                return (result.succeeded() ? "then: " : "else: ")
                        + String.join(
                                "; ",
                                result.results().stream().map(EtcdWords::text).toList());
            }
            case "compact" -> {
                store.compact(Long.parseLong(words[1]));
                return "compacted to " + store.compactRevision();
            }
            case "grant" -> store.grant(Long.parseLong(words[1]), Long.parseLong(words[2]));
            case "revoke" -> store.revoke(Long.parseLong(words[1]));
            case "leases" -> {
                return String.join(
                        ", ",
                        store.leases().stream()
                                .map(l -> l.id() + " of " + l.ttlSeconds() + " s with " + store.keysOf(l.id()))
                                .toList());
            }
            case "keys-of" -> {
                return store.keysOf(Long.parseLong(words[1]))
                        + (store.lease(Long.parseLong(words[1])).isPresent() ? "" : ", no lease");
            }
            case "changes" -> {
                return store.changesFrom(EtcdWords.range(words[1]), Long.parseLong(words[2]))
                        .map(c -> c.isEmpty() ? "none" : EtcdWords.events(c))
                        .orElse("compacted");
            }
            case "copy" -> store = new Store(store.state());
            case "restore" -> store = new Store(store.backup());
            default -> {
                return one(EtcdWords.op(line));
            }
        }
        return "ok";
    }

    private String one(EtcdOp op) throws StoreException {
        if (op instanceof EtcdOp.Put put) {
            return EtcdWords.text((EtcdOp.Result) store.put(put));
        }
        if (op instanceof EtcdOp.Range range) {
            return EtcdWords.text((EtcdOp.Result) store.range(range));
        }
        return EtcdWords.text((EtcdOp.Result) store.delete((EtcdOp.Delete) op));
    }
}

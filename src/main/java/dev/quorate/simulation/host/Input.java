package dev.quorate.simulation.host;

import dev.quorate.model.ConnectionError;
import dev.quorate.model.ConnectionId;
import dev.quorate.model.Effects;
import dev.quorate.model.Endpoint;
import dev.quorate.model.Machine;
import dev.quorate.model.Message;
import dev.quorate.model.Signal;

/** What a process is given: one call of its machine. */
sealed interface Input {

    void giveTo(Machine machine, Effects effects);

    /** For the message of a budget or a failure. */
    default String words() {
        return getClass().getSimpleName();
    }

    record Start() implements Input {
        @Override
        public void giveTo(Machine machine, Effects effects) {
            machine.onStart(effects);
        }
    }

    record TimerDue(ArmedTimer timer) implements Input {
        @Override
        public void giveTo(Machine machine, Effects effects) {
            machine.onTimer(timer.key(), effects);
        }

        @Override
        public String words() {
            return "timer " + timer.key().name();
        }
    }

    record Datagram(Endpoint from, int port, Message message) implements Input {
        @Override
        public void giveTo(Machine machine, Effects effects) {
            machine.onDatagram(from, port, message, effects);
        }

        @Override
        public String words() {
            return "datagram " + message.summary();
        }
    }

    record Local(String from, Message message) implements Input {
        @Override
        public void giveTo(Machine machine, Effects effects) {
            machine.onLocal(from, message, effects);
        }

        @Override
        public String words() {
            return "message " + message.summary() + " from " + from;
        }
    }

    record LocalLost(String peer) implements Input {
        @Override
        public void giveTo(Machine machine, Effects effects) {
            machine.onLocalLost(peer, effects);
        }
    }

    record Accepted(ConnectionId connection, int port, Endpoint peer) implements Input {
        @Override
        public void giveTo(Machine machine, Effects effects) {
            machine.onAccepted(connection, port, peer, effects);
        }
    }

    record Connected(ConnectionId connection) implements Input {
        @Override
        public void giveTo(Machine machine, Effects effects) {
            machine.onConnected(connection, effects);
        }
    }

    record Received(ConnectionId connection, Message message) implements Input {
        @Override
        public void giveTo(Machine machine, Effects effects) {
            machine.onReceived(connection, message, effects);
        }

        @Override
        public String words() {
            return "message " + message.summary();
        }
    }

    record Disconnected(ConnectionId connection, ConnectionError error) implements Input {
        @Override
        public void giveTo(Machine machine, Effects effects) {
            machine.onDisconnected(connection, error, effects);
        }
    }

    record Persisted(long token) implements Input {
        @Override
        public void giveTo(Machine machine, Effects effects) {
            machine.onPersisted(token, effects);
        }
    }

    record ChildExited(String process, int exitCode) implements Input {
        @Override
        public void giveTo(Machine machine, Effects effects) {
            machine.onChildExited(process, exitCode, effects);
        }
    }

    record Signalled(Signal signal) implements Input {
        @Override
        public void giveTo(Machine machine, Effects effects) {
            machine.onSignal(signal, effects);
        }
    }
}

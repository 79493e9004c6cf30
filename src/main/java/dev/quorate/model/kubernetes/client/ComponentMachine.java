package dev.quorate.model.kubernetes.client;

import dev.quorate.model.ConnectionError;
import dev.quorate.model.ConnectionId;
import dev.quorate.model.Effects;
import dev.quorate.model.Machine;
import dev.quorate.model.Message;
import dev.quorate.model.Timer;
import java.util.ArrayList;
import java.util.List;

/** A machine made of components: an input goes to the first that takes it. */
public abstract class ComponentMachine implements Machine {

    private final List<Component> components = new ArrayList<>();

    /** Add a component; later ones are asked later. */
    protected final <C extends Component> C add(C component) {
        components.add(component);
        return component;
    }

    @Override
    public void onTimer(Timer timer, Effects effects) {
        for (int i = 0; i < components.size(); i++) {
            if (components.get(i).onTimer(timer, effects)) {
                return;
            }
        }
        throw new IllegalStateException("no component takes " + timer);
    }

    @Override
    public void onConnected(ConnectionId connection, Effects effects) {
        for (int i = 0; i < components.size(); i++) {
            if (components.get(i).onConnected(connection, effects)) {
                return;
            }
        }
    }

    @Override
    public void onReceived(ConnectionId connection, Message message, Effects effects) {
        for (int i = 0; i < components.size(); i++) {
            if (components.get(i).onReceived(connection, message, effects)) {
                return;
            }
        }
    }

    @Override
    public void onDisconnected(ConnectionId connection, ConnectionError error, Effects effects) {
        for (int i = 0; i < components.size(); i++) {
            if (components.get(i).onDisconnected(connection, error, effects)) {
                return;
            }
        }
    }
}

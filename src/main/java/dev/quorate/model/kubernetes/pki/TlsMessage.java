package dev.quorate.model.kubernetes.pki;

import dev.quorate.model.Message;
import org.jspecify.annotations.Nullable;

/** The first messages of a connection: TLS 1.3 as far as certificates are concerned. */
public sealed interface TlsMessage extends Message {

    /** Client: begin. */
    record ClientHello() implements TlsMessage {}

    /** Server: its certificate. */
    record ServerHello(Certificate certificate) implements TlsMessage {}

    /** Client: satisfied; its own certificate, or none. Requests follow. */
    record ClientFinished(@Nullable Certificate certificate) implements TlsMessage {}

    /** Client: not satisfied ({@code bad certificate}, {@code unknown certificate authority}); it closes. */
    record Alert(String description) implements TlsMessage {}
}

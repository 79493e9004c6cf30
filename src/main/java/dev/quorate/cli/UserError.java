package dev.quorate.cli;

/** Something the person can mend; told in a line or a few, without a stack trace, with exit code 2. */
@SuppressWarnings("serial") // never serialized
final class UserError extends RuntimeException {

    UserError(String message) {
        super(message);
    }

    UserError(String message, Throwable cause) {
        super(message, cause);
    }
}

package dev.quorate.cli;

/** The program's entry. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        System.exit(args.length); // replaced with the command tree
    }
}

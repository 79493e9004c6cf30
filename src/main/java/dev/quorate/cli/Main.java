package dev.quorate.cli;

/** The program's entry. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        System.setProperty("java.awt.headless", "true");
        if (System.getProperty("logback.configurationFile") == null) {
            System.setProperty("logback.configurationFile", "dev/quorate/cli/logback.xml");
        }
        Console console = Console.system();
        int code = CommandTree.execute(console, args);
        console.flush();
        System.exit(code);
    }
}

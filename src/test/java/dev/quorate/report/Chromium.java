package dev.quorate.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A headless Chromium that a test drives through its DevTools protocol: a page opened, clicked, typed at, asked. */
final class Chromium implements AutoCloseable, WebSocket.Listener {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path PROGRAM = Path.of("/usr/bin/chromium");
    private static final int PATIENCE_SECONDS = 60;

    private final Process process;
    private final WebSocket socket;
    private final AtomicInteger lastId = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final List<String> problems = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final StringBuilder part = new StringBuilder();

    private Chromium(Process process, URI page) throws Exception {
        this.process = process;
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(page, this)
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            call(domain + ".enable");
        }
    }

    static boolean isInstalled() {
        return Files.isExecutable(PROGRAM);
    }

    static Chromium start(Path profile, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                PROGRAM.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--remote-debugging-port=0",
                "--remote-allow-origins=*",
                "--window-size=1280,1000",
                "--user-data-dir=" + profile));
        command.addAll(List.of(more));
        command.add("about:blank");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            return new Chromium(process, page(port(profile, process)));
        } catch (Exception e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private static String port(Path profile, Process process) throws Exception {
        Path file = profile.resolve("DevToolsActivePort");
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (System.nanoTime() < end && process.isAlive()) {
            if (Files.exists(file) && Files.readAllLines(file).size() > 1) {
                return Files.readAllLines(file).get(0);
            }
            Thread.sleep(20);
        }
        throw new IOException("Chromium did not say where it listens");
    }

    private static URI page(String port) throws Exception {
        String list = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8))
                .body();
        for (JsonNode target : JSON.readTree(list)) {
            if (target.path("type").asText().equals("page")) {
                return URI.create(target.path("webSocketDebuggerUrl").asText());
            }
        }
        throw new IOException("Chromium has no page: " + list);
    }

    // ---- what a test does ------------------------------------------------------------------------------------

    /** Open a file and wait until the page says that it is ready. */
    void open(Path file) throws Exception {
        problems.clear();
        requests.clear();
        call("Page.navigate", "url", file.toUri().toString());
        waitFor("!!document.documentElement && document.documentElement.classList.contains('ready')");
    }

    /** The value of an expression in the page. */
    JsonNode ask(String expression) throws Exception {
        JsonNode answer =
                call("Runtime.evaluate", "expression", expression, "returnByValue", true, "awaitPromise", true);
        if (answer.has("exceptionDetails")) {
            throw new IllegalStateException(expression + ": " + answer.path("exceptionDetails"));
        }
        return answer.path("result").path("value");
    }

    void waitFor(String expression) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!ask(expression).asBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("it never came to be that " + expression);
            }
            Thread.sleep(20);
        }
        ask("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))");
    }

    void click(String selector) throws Exception {
        JsonNode at = middle(selector, 0.5);
        mouse("mousePressed", at.path("x").asDouble(), at.path("y").asDouble());
        mouse("mouseReleased", at.path("x").asDouble(), at.path("y").asDouble());
        waitFor("true");
    }

    /** Press the mouse at one place of an element, drag it to another, let go; places are shares of its width. */
    void drag(String selector, double from, double to) throws Exception {
        JsonNode begin = middle(selector, from);
        JsonNode end = middle(selector, to);
        mouse("mousePressed", begin.path("x").asDouble(), begin.path("y").asDouble());
        for (int i = 1; i <= 5; i++) {
            double x = begin.path("x").asDouble()
                    + (end.path("x").asDouble() - begin.path("x").asDouble()) * i / 5;
            mouse("mouseMoved", x, begin.path("y").asDouble());
        }
        mouse("mouseReleased", end.path("x").asDouble(), end.path("y").asDouble());
        waitFor("true");
    }

    private JsonNode middle(String selector, double share) throws Exception {
        ask("document.querySelector('" + selector + "').scrollIntoView({ block: 'center' })");
        return ask("(() => { const r = document.querySelector('" + selector + "').getBoundingClientRect();"
                + " return { x: r.left + r.width * " + share + ", y: r.top + Math.min(r.height / 2, 60) }; })()");
    }

    private void mouse(String type, double x, double y) throws Exception {
        call("Input.dispatchMouseEvent", "type", type, "x", x, "y", y, "button", "left", "buttons", 1, "clickCount", 1);
    }

    /** Press and release a key: {@code ArrowRight}, {@code n}. */
    void key(String key) throws Exception {
        String text = key.length() == 1 ? key : "";
        call("Input.dispatchKeyEvent", "type", "keyDown", "key", key, "text", text);
        call("Input.dispatchKeyEvent", "type", "keyUp", "key", key);
        waitFor("true");
    }

    /** Errors and warnings of the console, and exceptions, since the page was opened. */
    List<String> problems() {
        return List.copyOf(problems);
    }

    /** Every request since the page was opened, its own file apart. */
    List<String> requests() {
        return requests.stream().filter(url -> !url.startsWith("file:")).toList();
    }

    /** A picture of what is seen. */
    byte[] screenshot() throws Exception {
        return java.util.Base64.getDecoder()
                .decode(call("Page.captureScreenshot").path("data").asText());
    }

    // ---- the protocol ----------------------------------------------------------------------------------------

    JsonNode call(String method, Object... parameters) throws Exception {
        int id = lastId.incrementAndGet();
        ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
        ObjectNode values = message.putObject("params");
        for (int i = 0; i < parameters.length; i += 2) {
            values.set((String) parameters[i], JSON.valueToTree(parameters[i + 1]));
        }
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        socket.sendText(message.toString(), true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        JsonNode said = answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (said.has("error")) {
            throw new IllegalStateException(method + ": " + said.path("error"));
        }
        return said.path("result");
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        part.append(data);
        if (last) {
            String text = part.toString();
            part.setLength(0);
            try {
                heard(JSON.readTree(text));
            } catch (IOException e) {
                problems.add("unreadable: " + text);
            }
        }
        from.request(1);
        return CompletableFuture.completedFuture(null);
    }

    private void heard(JsonNode message) {
        CompletableFuture<JsonNode> answer = answers.remove(message.path("id").asInt(-1));
        if (answer != null) {
            answer.complete(message);
            return;
        }
        JsonNode values = message.path("params");
        switch (message.path("method").asText()) {
            case "Runtime.exceptionThrown", "Log.entryAdded", "Runtime.consoleAPICalled" ->
                problems.add(values.toString());
            case "Network.requestWillBeSent" ->
                requests.add(values.path("request").path("url").asText());
            default -> {}
        }
    }

    @Override
    public void close() {
        socket.abort();
        process.destroy();
        process.onExit().completeOnTimeout(process, 10, TimeUnit.SECONDS).join();
        process.destroyForcibly();
    }
}

package io.hexagent.presentation.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.websocket.annotation.ServerWebSocket;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The description is written by hand; what it describes must be what there is. */
class OpenApiTest {
    private static final Class<?>[] CONTROLLERS = {
        AgentController.class,
        AnalysisController.class,
        ArtifactController.class,
        ChatController.class,
        DatasetController.class,
        DocumentController.class,
        SearchController.class,
        RunController.class,
        SystemController.class,
        ThreadController.class,
        StreamController.class,
        ChatStreamController.class,
        ToolController.class,
        SnapTradeController.class,
        StrategyController.class,
        StrategySessionController.class
    };

    @Test
    void everyRouteIsDescribedAndNoOther() throws IOException {
        assertThat(described()).isEqualTo(built());
    }

    private static TreeSet<String> described() throws IOException {
        var routes = new TreeSet<String>();
        String path = "";
        try (InputStream file = Objects.requireNonNull(
                OpenApiTest.class.getResourceAsStream("/io/hexagent/presentation/docs/openapi.yml"))) {
            String yaml = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            String paths = yaml.substring(yaml.indexOf("\npaths:\n") + 8, yaml.indexOf("\ncomponents:\n"));
            for (String line : paths.split("\n", -1)) {
                if (line.matches("  /.*:")) {
                    path = line.strip().replaceAll(":$", "");
                } else if (line.matches("    (get|post|put|patch|delete):")) {
                    routes.add(line.strip().replace(":", "").toUpperCase(java.util.Locale.ROOT) + " " + path);
                }
            }
        }
        return routes;
    }

    private static TreeSet<String> built() {
        var routes = new TreeSet<String>();
        // A WebSocket begins as a GET.
        routes.add(
                "GET " + ChatSocket.class.getAnnotation(ServerWebSocket.class).value());
        routes.add("GET "
                + StrategySocket.class.getAnnotation(ServerWebSocket.class).value());
        for (Class<?> controller : CONTROLLERS) {
            String base = controller.getAnnotation(Controller.class).value();
            for (Method method : controller.getDeclaredMethods()) {
                if (method.isAnnotationPresent(Get.class)) {
                    routes.add(
                            route("GET", base, method.getAnnotation(Get.class).value()));
                }
                if (method.isAnnotationPresent(Post.class)) {
                    routes.add(
                            route("POST", base, method.getAnnotation(Post.class).value()));
                }
                if (method.isAnnotationPresent(Put.class)) {
                    routes.add(
                            route("PUT", base, method.getAnnotation(Put.class).value()));
                }
                if (method.isAnnotationPresent(Patch.class)) {
                    routes.add(route(
                            "PATCH", base, method.getAnnotation(Patch.class).value()));
                }
                if (method.isAnnotationPresent(Delete.class)) {
                    routes.add(route(
                            "DELETE", base, method.getAnnotation(Delete.class).value()));
                }
            }
        }
        return routes;
    }

    private static String route(String method, String base, String path) {
        String whole = (base.equals("/") ? "" : base) + (path.equals("/") ? "" : path);
        return method + " " + (whole.isEmpty() ? "/" : whole);
    }
}

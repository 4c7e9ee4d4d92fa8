package io.hexagent.presentation.api;

import io.hexagent.presentation.Version;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The API's description and Swagger UI, all of it served from here: nothing is fetched from elsewhere. */
@Controller("/docs")
@ExecuteOn(TaskExecutors.BLOCKING)
final class DocsController {
    private static final String OURS = "/io/hexagent/presentation/docs/";
    private static final String POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
            + " frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
    private static final Map<String, String> UI_FILES = Map.of(
            "swagger-ui.css", "text/css",
            "swagger-ui-bundle.js", "text/javascript",
            "favicon-32x32.png", "image/png");
    private static final Map<String, String> OUR_FILES = Map.of(
            "start.js", "text/javascript",
            "openapi.yml", "application/yaml");

    @Get
    @Produces(MediaType.ALL)
    HttpResponse<byte[]> page() {
        return file(OURS + "index.html", "text/html");
    }

    @Get("/{name}")
    @Produces(MediaType.ALL)
    HttpResponse<byte[]> file(String name) {
        if (OUR_FILES.containsKey(name)) {
            return file(OURS + name, OUR_FILES.get(name));
        }
        if (UI_FILES.containsKey(name)) {
            return file("/META-INF/resources/webjars/swagger-ui/" + uiVersion() + "/" + name, UI_FILES.get(name));
        }
        throw Problem.notFound("page", "/docs/" + name);
    }

    private static HttpResponse<byte[]> file(String resource, @Nullable String mediaType) {
        byte[] bytes = read(resource);
        if (resource.endsWith("openapi.yml")) {
            bytes = new String(bytes, StandardCharsets.UTF_8)
                    .replace("@version@", Version.number())
                    .getBytes(StandardCharsets.UTF_8);
        }
        return HttpResponse.ok(bytes)
                .contentType(MediaType.of(mediaType + "; charset=utf-8"))
                .header("Content-Security-Policy", POLICY);
    }

    private static String uiVersion() {
        String properties =
                new String(read("/META-INF/maven/org.webjars/swagger-ui/pom.properties"), StandardCharsets.ISO_8859_1);
        return properties
                .lines()
                .filter(line -> line.startsWith("version="))
                .map(line -> line.substring("version=".length()).strip())
                .findFirst()
                .orElseThrow();
    }

    private static byte[] read(String resource) {
        try (InputStream bytes = DocsController.class.getResourceAsStream(resource)) {
            if (bytes == null) {
                throw new IllegalStateException("the resource " + resource + " is missing");
            }
            return bytes.readAllBytes();
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }
}

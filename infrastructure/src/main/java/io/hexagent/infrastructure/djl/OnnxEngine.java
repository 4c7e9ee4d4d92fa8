package io.hexagent.infrastructure.djl;

import ai.djl.engine.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one ONNX runtime of this JVM: a second one would end the process. Started once, never stopped. */
final class OnnxEngine {
    private static final Logger LOG = LoggerFactory.getLogger(OnnxEngine.class);
    private static final String NATIVE_PATH = "onnxruntime.native.path";

    private OnnxEngine() {}

    /**
     * Starts it unless it runs. DJL is told to call nobody; native libraries are unpacked under the directory of the
     * first caller. What the host has set itself is left as it is.
     *
     * @throws UnusableModel when there is no runtime for this machine
     */
    static synchronized Engine start(Path cacheDirectory) {
        Path libraries = cacheDirectory.toAbsolutePath().resolve("native");
        setUnlessSet("ai.djl.offline", "true");
        setUnlessSet("ai.djl.onnx.disable_alternative", "true");
        setUnlessSet("ENGINE_CACHE_DIR", libraries.toString());
        if (System.getProperty(NATIVE_PATH) == null) {
            unpackRuntime(libraries);
        }
        try {
            return Engine.getEngine("OnnxRuntime");
        } catch (RuntimeException | LinkageError | AssertionError e) {
            throw new UnusableModel(
                    "ONNX Runtime could not be started on " + System.getProperty("os.name") + " "
                            + System.getProperty("os.arch"),
                    e);
        }
    }

    /** Left to itself, ONNX Runtime unpacks 20 MB at every start, and leaves them behind when the process is killed. */
    private static void unpackRuntime(Path libraries) {
        String platform = platform();
        Path directory = libraries.resolve("onnxruntime").resolve(platform);
        try {
            for (String library : List.of("onnxruntime", "onnxruntime4j_jni")) {
                String file = System.mapLibraryName(library);
                Unpacking.file("ai/onnxruntime/native/" + platform + "/" + file, directory.resolve(file));
            }
            System.setProperty(NATIVE_PATH, directory.toString());
        } catch (IOException e) {
            LOG.debug("ONNX Runtime unpacks itself, since {} cannot hold it", directory, e);
        }
    }

    /** The name of this platform in ONNX Runtime's jar. */
    private static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String processor = System.getProperty("os.arch");
        return (system.contains("mac") ? "osx" : system.contains("win") ? "win" : "linux")
                + (processor.equals("amd64") || processor.equals("x86_64") ? "-x64" : "-" + processor);
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}

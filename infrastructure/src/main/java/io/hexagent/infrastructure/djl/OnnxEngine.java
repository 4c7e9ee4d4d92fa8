package io.hexagent.infrastructure.djl;

import ai.djl.engine.Engine;
import java.nio.file.Path;

/** The one ONNX runtime of this JVM: a second one would end the process. Started once, never stopped. */
final class OnnxEngine {
    private OnnxEngine() {}

    /**
     * Starts it unless it runs. DJL is told to call nobody; native libraries are unpacked under the directory of the
     * first caller. What the host has set itself is left as it is.
     *
     * @throws UnusableModel when there is no runtime for this machine
     */
    static synchronized Engine start(Path cacheDirectory) {
        setUnlessSet("ai.djl.offline", "true");
        setUnlessSet("ai.djl.onnx.disable_alternative", "true");
        setUnlessSet("ENGINE_CACHE_DIR", cacheDirectory.resolve("native").toString());
        try {
            return Engine.getEngine("OnnxRuntime");
        } catch (RuntimeException | LinkageError | AssertionError e) {
            throw new UnusableModel(
                    "ONNX Runtime could not be started on " + System.getProperty("os.name") + " "
                            + System.getProperty("os.arch"),
                    e);
        }
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}

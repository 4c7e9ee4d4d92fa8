package io.hexagent.infrastructure.djl;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;

/**
 * The two files of an embedding model.
 *
 * @param id names the model in every vector it makes; two models never share one
 */
record ModelFiles(String id, Path model, Path tokenizer) {
    static final String BUNDLED_ID = "all-MiniLM-L6-v2";

    private static final String MODEL = "model.onnx";
    private static final String TOKENIZER = "tokenizer.json";
    private static final int HASH_DIGITS = 12;

    /** The model from our own dependencies, unpacked under the directory unless it is there already. */
    static ModelFiles bundled(Path cacheDirectory) {
        Path directory = cacheDirectory.resolve("all-minilm-l6-v2");
        try {
            return new ModelFiles(
                    BUNDLED_ID,
                    Unpacking.file("all-minilm-l6-v2.onnx", directory.resolve(MODEL)),
                    Unpacking.file("all-minilm-l6-v2-tokenizer.json", directory.resolve(TOKENIZER)));
        } catch (IOException e) {
            throw new UnusableModel("the embedding model could not be unpacked to " + directory + ": " + e, e);
        }
    }

    /** Another model. Its id is the directory's name and the beginning of the SHA-256 of model.onnx. */
    static ModelFiles in(Path directory) {
        Path absolute = directory.toAbsolutePath().normalize();
        if (!Files.isDirectory(absolute)) {
            throw new UnusableModel("the embedding model's directory " + absolute
                    + (Files.exists(absolute) ? " is no directory" : " does not exist") + "; expected a directory with "
                    + MODEL + " and " + TOKENIZER);
        }
        var missing = new ArrayList<String>();
        for (String name : new String[] {MODEL, TOKENIZER}) {
            Path file = absolute.resolve(name);
            if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
                missing.add(name);
            }
        }
        if (!missing.isEmpty()) {
            throw new UnusableModel("the embedding model's directory " + absolute + " has no readable "
                    + String.join(" and no readable ", missing) + "; expected " + MODEL + " and " + TOKENIZER);
        }
        Path model = absolute.resolve(MODEL);
        Path name = absolute.getFileName();
        try {
            String id = (name == null ? "model" : name.toString()) + "-" + hash(model);
            return new ModelFiles(id, model, absolute.resolve(TOKENIZER));
        } catch (IOException e) {
            throw new UnusableModel("the embedding model " + model + " could not be read: " + e, e);
        }
    }

    private static String hash(Path file) throws IOException {
        MessageDigest sha256;
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        try (InputStream bytes = new DigestInputStream(Files.newInputStream(file), sha256)) {
            byte[] buffer = new byte[1 << 16];
            while (bytes.read(buffer) >= 0) {
                continue;
            }
        }
        return HexFormat.of().formatHex(sha256.digest()).substring(0, HASH_DIGITS);
    }
}

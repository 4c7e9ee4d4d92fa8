package io.hexagent.infrastructure.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.Batchifier;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Pads a batch, and makes of the model's {@code float[batch, tokens, dimension]} one vector a text: the mean over its
 * own tokens, then L2-normalised (Reimers and Gurevych, Sentence-BERT, 2019).
 */
final class MeanPooling implements Translator<Tokens, float[]> {
    private static final String IDS = "input_ids";
    private static final String MASK = "attention_mask";
    private static final String TYPES = "token_type_ids";
    private static final String BATCH = "batch";

    private final List<String> inputs;

    /**
     * @param inputs the names of the model's inputs
     * @throws IllegalArgumentException when the model wants inputs other than those of a text encoder
     */
    MeanPooling(List<String> inputs) {
        if (!inputs.contains(IDS) || !List.of(IDS, MASK, TYPES).containsAll(inputs)) {
            throw new IllegalArgumentException(
                    "expected the inputs " + IDS + ", " + MASK + " and optionally " + TYPES + ", found " + inputs);
        }
        this.inputs = List.copyOf(inputs);
    }

    @Override
    public Batchifier getBatchifier() {
        return Batchifier.STACK;
    }

    @Override
    public NDList batchProcessInput(TranslatorContext context, List<Tokens> batch) {
        int longest = batch.stream().mapToInt(Tokens::length).max().orElse(0);
        long[] ids = new long[batch.size() * longest];
        long[] mask = new long[ids.length];
        for (int row = 0; row < batch.size(); row++) {
            long[] own = batch.get(row).ids();
            System.arraycopy(own, 0, ids, row * longest, own.length);
            Arrays.fill(mask, row * longest, row * longest + own.length, 1);
        }
        context.setAttachment(BATCH, batch);
        var list = new NDList(inputs.size());
        for (String input : inputs) {
            long[] values =
                    switch (input) {
                        case IDS -> ids;
                        case MASK -> mask;
                        default -> new long[ids.length];
                    };
            list.add(array(context.getNDManager(), input, values, new Shape(batch.size(), longest)));
        }
        return list;
    }

    private static NDArray array(NDManager manager, String name, long[] values, Shape shape) {
        NDArray array = manager.create(LongBuffer.wrap(values), shape, DataType.INT64);
        array.setName(name);
        return array;
    }

    @Override
    @SuppressWarnings("unchecked")
    public List<float[]> batchProcessOutput(TranslatorContext context, NDList outputs) throws TranslateException {
        var batch = (List<Tokens>) context.getAttachment(BATCH);
        NDArray output = tokenVectors(outputs);
        int longest = (int) output.getShape().get(1);
        int dimension = (int) output.getShape().get(2);
        FloatBuffer floats = output.toByteBuffer().asFloatBuffer();
        float[] row = new float[dimension];
        var vectors = new ArrayList<float[]>(batch.size());
        for (int text = 0; text < batch.size(); text++) {
            double[] sum = new double[dimension];
            for (int token = 0; token < batch.get(text).length(); token++) {
                floats.get((text * longest + token) * dimension, row);
                for (int i = 0; i < dimension; i++) {
                    sum[i] += row[i];
                }
            }
            vectors.add(normalised(sum));
        }
        return vectors;
    }

    private static NDArray tokenVectors(NDList outputs) throws TranslateException {
        for (NDArray output : outputs) {
            if (output.getDataType() == DataType.FLOAT32 && output.getShape().dimension() == 3) {
                return output;
            }
        }
        var found = outputs.stream()
                .map(output -> output.getName() + " " + output.getDataType() + output.getShape())
                .toList();
        throw new TranslateException("expected an output float32[batch, tokens, dimension], found " + found);
    }

    private static float[] normalised(double[] sum) {
        double squares = 0;
        for (double component : sum) {
            squares += component * component;
        }
        double length = Math.max(Math.sqrt(squares), 1e-12);
        float[] vector = new float[sum.length];
        for (int i = 0; i < sum.length; i++) {
            vector[i] = (float) (sum[i] / length);
        }
        return vector;
    }

    @Override
    public NDList processInput(TranslatorContext context, Tokens tokens) {
        throw new UnsupportedOperationException("texts are processed in batches");
    }

    @Override
    public float[] processOutput(TranslatorContext context, NDList outputs) {
        throw new UnsupportedOperationException("texts are processed in batches");
    }
}

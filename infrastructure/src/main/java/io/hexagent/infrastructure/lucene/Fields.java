package io.hexagent.infrastructure.lucene;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.document.EmbeddedPassage;
import io.hexagent.domain.document.Passage;
import io.hexagent.domain.embedding.Embedding;
import io.hexagent.domain.value.DocumentId;
import java.util.Objects;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;

/** A passage as it stands in the index. */
final class Fields {
    static final String TEXT = "text";

    private static final String ID = "id";
    private static final String OWNER = "owner";
    private static final String DOCUMENT = "document";
    private static final String PLACE = "place";
    private static final String START = "start";
    private static final String END = "end";

    private Fields() {}

    static Document of(OwnerId owner, EmbeddedPassage embedded) {
        Passage passage = embedded.passage();
        var fields = new Document();
        fields.add(new StringField(ID, id(passage).text(), Field.Store.NO));
        fields.add(new StringField(OWNER, owner.value(), Field.Store.NO));
        fields.add(new StringField(DOCUMENT, passage.document().value(), Field.Store.YES));
        fields.add(new StoredField(PLACE, passage.place()));
        fields.add(new StoredField(START, passage.start()));
        fields.add(new StoredField(END, passage.end()));
        fields.add(new TextField(TEXT, passage.text(), Field.Store.YES));
        fields.add(new KnnFloatVectorField(
                vector(embedded.embedding()), embedded.embedding().vector(), VectorSimilarityFunction.COSINE));
        return fields;
    }

    static Passage passage(Document fields) {
        return new Passage(
                new DocumentId(Objects.requireNonNull(fields.get(DOCUMENT))),
                number(fields, PLACE),
                number(fields, START),
                number(fields, END),
                Objects.requireNonNull(fields.get(TEXT)));
    }

    private static int number(Document fields, String name) {
        IndexableField field = Objects.requireNonNull(fields.getField(name), name);
        return Objects.requireNonNull(field.numericValue(), name).intValue();
    }

    static Term id(Passage passage) {
        return new Term(ID, passage.document().value() + '/' + passage.place());
    }

    static Term owner(OwnerId owner) {
        return new Term(OWNER, owner.value());
    }

    static Term document(DocumentId document) {
        return new Term(DOCUMENT, document.value());
    }

    /** A field for each model, so that vectors of two models never meet. */
    static String vector(Embedding embedding) {
        return "vector-" + embedding.dimension() + '-' + embedding.model();
    }
}

package io.hexagent.infrastructure.lucene;

import io.hexagent.domain.document.PassageChange;
import io.hexagent.domain.document.PassageHit;
import io.hexagent.domain.document.PassageQuery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.BytesRef;

/**
 * An index in a directory, with what it has taken in. Changes come from one thread at a time; searches from many.
 *
 * <p>How far it is stands in each commit, so that one that was cut off goes on where the commit was.
 */
final class OpenIndex implements AutoCloseable {
    /** Changes whenever the fields do: an index of another form is read anew. */
    private static final String FORM = "1";

    /**
     * The k of reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009), who use 60. With that, whatever is
     * far down in both rankings comes before what is first in one of them alone.
     */
    private static final int FUSION = 10;

    /** Words of a question beyond these are not looked for. */
    private static final int MOST_WORDS = 256;

    private static final double BUFFER_MEGABYTES = 32;

    private final Directory directory;
    private final Analyzer analyzer = new EnglishAnalyzer();
    private final IndexWriter writer;
    private final SearcherManager searchers;
    private final String origin;
    private long version;

    /** @throws org.apache.lucene.store.LockObtainFailedException when another process has it open */
    OpenIndex(Directory directory, String origin) throws IOException {
        this.directory = directory;
        this.origin = origin;
        this.writer = new IndexWriter(directory, new IndexWriterConfig(analyzer).setRAMBufferSizeMB(BUFFER_MEGABYTES));
        try {
            var known = new HashMap<String, String>();
            Iterable<Map.Entry<String, String>> commit = writer.getLiveCommitData();
            if (commit != null) {
                commit.forEach(entry -> known.put(entry.getKey(), entry.getValue()));
            }
            if (origin.equals(known.get("origin")) && FORM.equals(known.get("form"))) {
                version = Long.parseLong(known.getOrDefault("version", "0"));
            } else {
                writer.deleteAll();
            }
            searchers = new SearcherManager(writer, new SearcherFactory());
        } catch (IOException | RuntimeException e) {
            writer.rollback();
            throw e;
        }
    }

    /** The version of the last change that was taken in. */
    long version() {
        return version;
    }

    /** Forgets everything. */
    void clear() throws IOException {
        writer.deleteAll();
        version = 0;
    }

    void take(List<PassageChange> changes) throws IOException {
        for (PassageChange change : changes) {
            switch (change) {
                case PassageChange.Added added ->
                    writer.updateDocument(
                            Fields.id(added.passage().passage()), Fields.of(added.owner(), added.passage()));
                case PassageChange.Removed removed -> writer.deleteDocuments(Fields.document(removed.document()));
            }
            version = change.version();
        }
    }

    /** There is nothing between what was taken in and this version. */
    void skipTo(long newest) {
        version = newest;
    }

    /** What was taken in is found from now on. */
    void show() throws IOException {
        searchers.maybeRefreshBlocking();
    }

    void commit() throws IOException {
        writer.setLiveCommitData(Map.of("origin", origin, "form", FORM, "version", Long.toString(version))
                .entrySet());
        writer.commit();
    }

    /** @param depth how many hits of each kind are joined */
    List<PassageHit> search(PassageQuery query, int depth) throws IOException {
        IndexSearcher searcher = searchers.acquire();
        try {
            int most = Math.max(depth, query.limit());
            Map<Integer, Double> scores =
                    switch (query.ranking()) {
                        case WORDS -> byWords(searcher, query, most);
                        case MEANING -> byMeaning(searcher, query, most);
                        case HYBRID ->
                            joined(List.of(byWords(searcher, query, most), byMeaning(searcher, query, most)));
                    };
            var hits = new ArrayList<PassageHit>();
            for (Map.Entry<Integer, Double> found : best(scores, query.limit())) {
                hits.add(new PassageHit(
                        Fields.passage(searcher.storedFields().document(found.getKey())), found.getValue()));
            }
            return List.copyOf(hits);
        } finally {
            searchers.release(searcher);
        }
    }

    private static List<Map.Entry<Integer, Double>> best(Map<Integer, Double> scores, int limit) {
        return scores.entrySet().stream()
                .sorted(Map.Entry.<Integer, Double>comparingByValue().reversed())
                .limit(limit)
                .toList();
    }

    /** Documents with their BM25, the best first. */
    private Map<Integer, Double> byWords(IndexSearcher searcher, PassageQuery query, int most) throws IOException {
        var words = new BooleanQuery.Builder();
        for (String word : words(query.words())) {
            words.add(new TermQuery(new Term(Fields.TEXT, word)), Occur.SHOULD);
        }
        var whole = new BooleanQuery.Builder().add(words.build(), Occur.MUST).add(filter(query), Occur.FILTER);
        return scores(searcher.search(whole.build(), most).scoreDocs, 1, 0);
    }

    /** Documents with the cosine of their vectors to the query's, the nearest first. */
    private static Map<Integer, Double> byMeaning(IndexSearcher searcher, PassageQuery query, int most)
            throws IOException {
        var meaning = query.meaning().orElseThrow();
        var nearest = new KnnFloatVectorQuery(Fields.vector(meaning), meaning.vector(), most, filter(query));
        // Lucene's score is (1 + cosine) / 2.
        return scores(searcher.search(nearest, most).scoreDocs, 2, -1);
    }

    private static Map<Integer, Double> joined(List<Map<Integer, Double>> rankings) {
        var joined = new LinkedHashMap<Integer, Double>();
        for (Map<Integer, Double> ranking : rankings) {
            int rank = 1;
            for (int document : ranking.keySet()) {
                joined.merge(document, 1.0 / (FUSION + rank++), Double::sum);
            }
        }
        return joined;
    }

    private static Map<Integer, Double> scores(ScoreDoc[] found, double factor, double summand) {
        var scores = new LinkedHashMap<Integer, Double>();
        for (ScoreDoc one : found) {
            scores.put(one.doc, one.score * factor + summand);
        }
        return scores;
    }

    private static Query filter(PassageQuery query) {
        var filter = new BooleanQuery.Builder().add(new TermQuery(Fields.owner(query.owner())), Occur.FILTER);
        if (!query.documents().isEmpty()) {
            filter.add(
                    new TermInSetQuery(
                            Fields.document(query.documents().getFirst()).field(),
                            query.documents().stream()
                                    .map(document -> new BytesRef(document.value()))
                                    .toList()),
                    Occur.FILTER);
        }
        return filter.build();
    }

    private Set<String> words(String text) throws IOException {
        var words = new LinkedHashSet<String>();
        try (TokenStream tokens = analyzer.tokenStream(Fields.TEXT, text)) {
            CharTermAttribute word = tokens.addAttribute(CharTermAttribute.class);
            tokens.reset();
            while (words.size() < MOST_WORDS && tokens.incrementToken()) {
                words.add(word.toString());
            }
        }
        return words;
    }

    /** Keeps what was taken in. */
    @Override
    public void close() throws IOException {
        try (directory;
                analyzer) {
            try {
                searchers.close();
                if (writer.isOpen()) {
                    commit();
                }
            } finally {
                writer.rollback();
            }
        }
    }
}

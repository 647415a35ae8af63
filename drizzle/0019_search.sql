CREATE TABLE "search_documents" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"stream" text NOT NULL,
	"number" bigint NOT NULL,
	"conversation_id" uuid,
	"customer_id" uuid,
	"kind" text,
	"at" timestamp (3) with time zone NOT NULL,
	"words" "tsvector" NOT NULL,
	"keys" bigint[] NOT NULL,
	CONSTRAINT "search_documents_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "search_documents" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "search_progress" (
	"workspace_id" uuid PRIMARY KEY NOT NULL,
	"seq" bigint NOT NULL,
	"documents" bigint DEFAULT 0 NOT NULL,
	"languages" text[] DEFAULT '{}' NOT NULL,
	"backfill" json
);
--> statement-breakpoint
ALTER TABLE "search_progress" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "search_words" (
	"workspace_id" uuid NOT NULL,
	"word" text NOT NULL,
	"grams" bigint[] NOT NULL,
	CONSTRAINT "search_words_workspace_id_word_pk" PRIMARY KEY("workspace_id","word")
);
--> statement-breakpoint
ALTER TABLE "search_words" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "search_documents" ADD CONSTRAINT "search_documents_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "search_progress" ADD CONSTRAINT "search_progress_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "search_words" ADD CONSTRAINT "search_words_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "search_documents_keys" ON "search_documents" USING gin ("keys") WITH (fastupdate=false);--> statement-breakpoint
CREATE INDEX "search_documents_conversation" ON "search_documents" USING btree ("workspace_id","conversation_id") WHERE stream = 'message';--> statement-breakpoint
CREATE INDEX "search_documents_customer" ON "search_documents" USING btree ("workspace_id","customer_id");--> statement-breakpoint
CREATE INDEX "search_words_grams" ON "search_words" USING gin ("grams") WITH (fastupdate=false);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "search_documents" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
CREATE POLICY "private_teams" ON "search_documents" AS RESTRICTIVE FOR SELECT TO "parley_app" USING (case when conversation_id is not null and cardinality((select hidden_teams())::uuid[]) > 0 and not exists (
      select 1 from conversations c where c.workspace_id = "search_documents"."workspace_id" and c.id = "search_documents"."conversation_id") then false else true end);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "search_progress" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
CREATE POLICY "system_role" ON "search_progress" AS PERMISSIVE FOR ALL TO "parley_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "search_words" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
ALTER TABLE "search_documents" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "search_progress" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "search_words" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
-- Stems of each language, without stop words: what a common word is, the search itself decides.
DO $$
DECLARE language record;
BEGIN
  FOR language IN SELECT * FROM (VALUES ('en', 'english'), ('de', 'german'), ('sv', 'swedish'), ('fr', 'french'),
    ('da', 'danish'), ('no', 'norwegian'), ('nl', 'dutch'), ('fi', 'finnish'), ('es', 'spanish'), ('it', 'italian'),
    ('pt', 'portuguese'), ('ar', 'arabic'), ('ru', 'russian'), ('el', 'greek')) AS l(code, name)
  LOOP
    EXECUTE format('CREATE TEXT SEARCH DICTIONARY parley_%s (TEMPLATE = pg_catalog.snowball, LANGUAGE = %L)', language.code, language.name);
    EXECUTE format('CREATE TEXT SEARCH CONFIGURATION parley_%s (PARSER = pg_catalog."default")', language.code);
    EXECUTE format('ALTER TEXT SEARCH CONFIGURATION parley_%1$s ADD MAPPING FOR asciiword, word WITH parley_%1$s', language.code);
    EXECUTE format('ALTER TEXT SEARCH CONFIGURATION parley_%s ADD MAPPING FOR numword, int, uint, sfloat, float WITH pg_catalog.simple', language.code);
  END LOOP;
END $$;--> statement-breakpoint
-- A key of the index: the same word of two workspaces, streams or segments of 1,024 documents has nothing in common.
CREATE FUNCTION search_key(workspace_id uuid, stream text, segment bigint, term text) RETURNS bigint
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN hashtextextended(workspace_id::text || '/' || stream || '/' || segment::text || '/' || term, 0);--> statement-breakpoint
CREATE FUNCTION search_keys(workspace_id uuid, stream text, segment bigint, terms text[]) RETURNS bigint[]
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN ARRAY(SELECT DISTINCT search_key(workspace_id, stream, segment, term) FROM unnest(terms) AS t(term) ORDER BY 1);--> statement-breakpoint
-- Each three letters in a row of a word with its ends, as hashes that no other workspace has.
CREATE FUNCTION search_grams(workspace_id uuid, word text) RETURNS bigint[]
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN ARRAY(SELECT DISTINCT hashtextextended(workspace_id::text || '/' || substr('  ' || word || ' ', n, 3), 0)
    FROM generate_series(1, char_length(word) + 1) AS n);--> statement-breakpoint
-- Words as a vector of their stems in each of these languages; without one, as they are.
CREATE FUNCTION search_vector(languages text[], words text) RETURNS tsvector
  LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
  language text;
  vector tsvector := '';
BEGIN
  IF cardinality(languages) = 0 THEN RETURN to_tsvector('pg_catalog.simple', words); END IF;
  FOREACH language IN ARRAY languages LOOP
    vector := vector || to_tsvector(('public.parley_' || language)::regconfig, words);
  END LOOP;
  RETURN vector;
END $$;--> statement-breakpoint
-- A word without its accents, as the index has it.
CREATE FUNCTION search_fold(word text) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN replace(replace(regexp_replace(normalize(lower(word), NFD), '[\u0300-\u036f]', '', 'g'), 'ß', 'ss'), 'œ', 'oe');--> statement-breakpoint
-- A word and its stems in each of these languages.
CREATE FUNCTION search_stems(languages text[], word text) RETURNS text[]
  LANGUAGE sql STABLE STRICT PARALLEL SAFE
  RETURN ARRAY(SELECT search_fold(word) UNION SELECT search_fold(stem) FROM unnest(languages) AS l(language),
    unnest(ts_lexize(('public.parley_' || language)::regdictionary, word)) AS s(stem));--> statement-breakpoint
-- Whether a document has one term of each group.
CREATE FUNCTION search_fits(workspace_id uuid, stream text, number bigint, keys bigint[], groups jsonb) RETURNS boolean
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN NOT EXISTS (SELECT 1 FROM jsonb_array_elements(groups) AS g(terms) WHERE NOT keys && search_keys(workspace_id,
    stream, number / 1024, ARRAY(SELECT jsonb_array_elements_text(terms))));--> statement-breakpoint
-- The statement that reads segments low to high: for each group of terms one look into the index, for their keys in
-- each segment. The workspace is compared in a form that no index is walked by. Parameters: below which number, kinds,
-- from when, up to when, what must stand side by side, what to rank by, how many.
CREATE FUNCTION search_statement(workspace_id uuid, stream text, low bigint, high bigint, groups jsonb, refused jsonb) RETURNS text
  LANGUAGE plpgsql STABLE AS $$
DECLARE
  terms jsonb;
  statement text := format('SELECT id, conversation_id, customer_id, number, at, coalesce(ts_rank(''{0.1, 0.2, 0.4, 1}'', words, $6, 1), 0)'
    ' FROM public.search_documents WHERE CASE WHEN workspace_id = %L::uuid AND stream = %L THEN true ELSE false END', workspace_id, stream);
BEGIN
  FOR terms IN SELECT * FROM jsonb_array_elements(groups) LOOP
    statement := statement || format(' AND keys && %L::bigint[]', ARRAY(SELECT search_key(workspace_id, stream, segment, term)
      FROM generate_series(low, high) AS s(segment), jsonb_array_elements_text(terms) AS t(term)));
  END LOOP;
  FOR terms IN SELECT * FROM jsonb_array_elements(refused) LOOP
    statement := statement || format(' AND NOT keys && %L::bigint[]', ARRAY(SELECT search_key(workspace_id, stream, segment, term)
      FROM generate_series(low, high) AS s(segment), jsonb_array_elements_text(terms) AS t(term)));
  END LOOP;
  RETURN statement || ' AND number < $1 AND ($2 IS NULL OR kind = ANY ($2)) AND at >= $3 AND at < $4'
    ' AND ($5 IS NULL OR words @@ $5) ORDER BY number DESC LIMIT $7';
END $$;--> statement-breakpoint
-- The one door past row-level security, under which no operator that is not leakproof uses an index: it reads the
-- workspace of the transaction and no other, and refuses to work for none or for several. It returns the newest
-- documents that fit, and then a row without an id whose number says where to go on; null: nothing is left.
CREATE FUNCTION search_candidates(stream text, groups jsonb, refused jsonb, below bigint, kinds text[], from_at timestamptz,
  to_at timestamptz, beside tsquery, ranked tsquery, wanted int)
  RETURNS TABLE (id uuid, conversation_id uuid, customer_id uuid, number bigint, at timestamptz, rank real)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off SET jit = off AS $$
DECLARE
  only_workspace uuid;
  high bigint := (below - 1) / 1024;
  low bigint;
  width bigint := 1;
  looked_at bigint := 0;
  found int := 0;
BEGIN
  IF cardinality(current_workspaces()) IS DISTINCT FROM 1 THEN
    RAISE EXCEPTION 'a search works for exactly one workspace' USING ERRCODE = 'insufficient_privilege';
  END IF;
  only_workspace := (current_workspaces())[1];
  IF jsonb_array_length(groups) = 0 THEN RAISE EXCEPTION 'a search needs a term' USING ERRCODE = 'invalid_parameter_value'; END IF;
  WHILE below > 1 AND high >= 0 AND looked_at < 4096 LOOP
    low := greatest(0, high - width + 1);
    FOR id, conversation_id, customer_id, number, at, rank IN EXECUTE
      search_statement(only_workspace, stream, low, high, groups, refused)
      USING below, kinds, from_at, to_at, beside, ranked, wanted - found
    LOOP
      found := found + 1;
      RETURN NEXT;
    END LOOP;
    IF found >= wanted THEN EXIT; END IF;
    looked_at := looked_at + high - low + 1;
    number := low * 1024;
    high := low - 1;
    width := least(width * 4, 256);
  END LOOP;
  number := CASE WHEN found < wanted AND high < 0 THEN NULL ELSE number END;
  id := NULL;
  RETURN NEXT;
END $$;--> statement-breakpoint
-- Words of the workspace that look like this one, by their trigrams; the same door, the same refusal.
CREATE FUNCTION search_similar(wanted_word text, least_similarity real, most int) RETURNS TABLE (word text, similarity real)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET enable_seqscan = off SET jit = off AS $$
DECLARE
  only_workspace uuid;
  wanted_grams bigint[];
BEGIN
  IF cardinality(current_workspaces()) IS DISTINCT FROM 1 THEN
    RAISE EXCEPTION 'a search works for exactly one workspace' USING ERRCODE = 'insufficient_privilege';
  END IF;
  only_workspace := (current_workspaces())[1];
  wanted_grams := search_grams(only_workspace, wanted_word);
  RETURN QUERY
    SELECT s.word, s.alike FROM (
      SELECT w.word, (shared.n / (cardinality(w.grams) + cardinality(wanted_grams) - shared.n))::real AS alike
      FROM public.search_words w, LATERAL (
        SELECT count(*)::float8 AS n FROM unnest(w.grams) AS g(gram) WHERE gram = ANY (wanted_grams)) shared
      WHERE w.grams && wanted_grams AND CASE WHEN w.workspace_id = only_workspace THEN true ELSE false END
        AND abs(char_length(w.word) - char_length(wanted_word)) <= 3) s
    WHERE s.alike >= least_similarity ORDER BY s.alike DESC, s.word LIMIT most;
END $$;--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION search_candidates(text, jsonb, jsonb, bigint, text[], timestamptz, timestamptz, tsquery, tsquery, int) FROM PUBLIC;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION search_candidates(text, jsonb, jsonb, bigint, text[], timestamptz, timestamptz, tsquery, tsquery, int) TO parley_app;--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION search_similar(text, real, int) FROM PUBLIC;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION search_similar(text, real, int) TO parley_app;--> statement-breakpoint
-- What lets these two functions read: nobody else acts as the owner while the product runs.
CREATE POLICY "search_functions" ON "search_documents" FOR SELECT TO CURRENT_USER USING (true);--> statement-breakpoint
CREATE POLICY "search_functions" ON "search_words" FOR SELECT TO CURRENT_USER USING (true);
--> statement-breakpoint
-- Whether a word stands in any document of the workspace; the same door, the same refusal.
CREATE FUNCTION search_knows(wanted_word text, last_segment bigint) RETURNS boolean
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off SET jit = off AS $$
DECLARE
  only_workspace uuid;
BEGIN
  IF cardinality(current_workspaces()) IS DISTINCT FROM 1 THEN
    RAISE EXCEPTION 'a search works for exactly one workspace' USING ERRCODE = 'insufficient_privilege';
  END IF;
  only_workspace := (current_workspaces())[1];
  RETURN EXISTS (SELECT 1 FROM public.search_documents d WHERE d.keys && ARRAY(
      SELECT search_key(only_workspace, stream, segment, wanted_word)
      FROM unnest('{message,conversation,customer,order}'::text[]) AS t(stream), generate_series(0, last_segment) AS s(segment))
    AND CASE WHEN d.workspace_id = only_workspace THEN true ELSE false END);
END $$;--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION search_knows(text, bigint) FROM PUBLIC;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION search_knows(text, bigint) TO parley_app;

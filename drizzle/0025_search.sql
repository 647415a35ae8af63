DROP INDEX "search_documents_conversation";--> statement-breakpoint
CREATE INDEX "search_documents_conversation" ON "search_documents" USING btree ("workspace_id","conversation_id","number") WHERE stream = 'message';--> statement-breakpoint
-- As before, but it never reads many more documents than it needs: how far to go next follows from what was found, and
-- no stretch is wider than 64 segments, so that a word that was common once costs little as well.
CREATE OR REPLACE FUNCTION search_candidates(stream text, groups jsonb, refused jsonb, below bigint, kinds text[], from_at timestamptz,
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
  found_before int;
BEGIN
  IF cardinality(current_workspaces()) IS DISTINCT FROM 1 THEN
    RAISE EXCEPTION 'a search works for exactly one workspace' USING ERRCODE = 'insufficient_privilege';
  END IF;
  only_workspace := (current_workspaces())[1];
  IF jsonb_array_length(groups) = 0 THEN RAISE EXCEPTION 'a search needs a term' USING ERRCODE = 'invalid_parameter_value'; END IF;
  WHILE below > 1 AND high >= 0 AND looked_at < 4096 LOOP
    low := greatest(0, high - width + 1);
    found_before := found;
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
    -- As many segments as hold what is still wanted, if they are like those just read.
    width := least(width * 4, 64, CASE WHEN found = found_before THEN 64 ELSE greatest(1, ceil(
      (wanted - found)::float8 / (found - found_before) * (least(below, (high + 1) * 1024) - number) / 1024)) END);
    high := low - 1;
  END LOOP;
  number := CASE WHEN found < wanted AND high < 0 THEN NULL ELSE number END;
  id := NULL;
  RETURN NEXT;
END $$;

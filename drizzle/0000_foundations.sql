-- The workspaces this transaction may see: set by the app, gone at its end. Unset means none.
CREATE FUNCTION current_workspaces() RETURNS uuid[]
  LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT string_to_array(current_setting('parley.workspace_ids', true), ',')::uuid[] $$;

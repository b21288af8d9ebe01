-- 100,000 DICOM studies with one series of 120 instances each, for 20,000 subjects of one site, on top of what is there.
-- psql -v study=CODE -v site=CODE -f studies.sql
\set ON_ERROR_STOP on
BEGIN;
CREATE TEMPORARY TABLE place ON COMMIT DROP AS
  SELECT r.id AS study_id, s.id AS site_id FROM research_studies r JOIN sites s ON s.research_study_id = r.id WHERE r.code = :'study' AND s.code = :'site';
INSERT INTO subjects SELECT (jsonb_populate_record(NULL::subjects, jsonb_build_object(
    'id', gen_random_uuid(), 'research_study_id', study_id, 'site_id', site_id, 'code', 'MANY' || lpad(n::text, 5, '0'), 'created_at', now()))).*
  FROM place, generate_series(0, 19999) n;
-- Ids rise with time, as the portal makes them.
INSERT INTO imaging_studies (id, research_study_id, site_id, subject_id, study_instance_uid, study_date, created_at)
  SELECT uuidv7(), s.research_study_id, s.site_id, s.id, '2.25.9' || substr(s.code, 5) || k, to_char(date '2010-01-01' + (substr(s.code, 5)::int * 5 + k) % 5000, 'YYYYMMDD'), now()
  FROM subjects s JOIN place p ON s.research_study_id = p.study_id CROSS JOIN generate_series(0, 4) k WHERE s.code LIKE 'MANY%';
INSERT INTO imaging_series SELECT (jsonb_populate_record(NULL::imaging_series, jsonb_build_object(
    'id', uuidv7(), 'imaging_study_id', i.id, 'research_study_id', i.research_study_id, 'site_id', i.site_id, 'subject_id', i.subject_id, 'series_instance_uid', i.study_instance_uid || '.1',
    'modality', 'CT', 'series_number', 1, 'rows', 512, 'columns', 512, 'instance_count', 120, 'examined_instances', 120, 'last_stored_at', now(), 'geometry', 1, 'created_at', now()))).*
  FROM imaging_studies i JOIN place p ON i.research_study_id = p.study_id WHERE i.study_instance_uid LIKE '2.25.9%';
COMMIT;
ANALYZE subjects, imaging_studies, imaging_series;

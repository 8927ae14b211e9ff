CREATE TABLE setting (
	"key" TEXT NOT NULL, 
	value TEXT NOT NULL, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	rev INTEGER NOT NULL, 
	CONSTRAINT uq_setting_key UNIQUE ("key")
);
CREATE TABLE holiday (
	day DATE NOT NULL, 
	name TEXT NOT NULL, 
	is_open BOOLEAN NOT NULL, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	rev INTEGER NOT NULL, 
	CONSTRAINT uq_holiday_day UNIQUE (day)
);
CREATE TABLE counter (
	series TEXT NOT NULL, 
	last INTEGER NOT NULL, 
	CONSTRAINT pk_counter PRIMARY KEY (series)
);
CREATE TABLE draft (
	profile_id INTEGER NOT NULL, 
	form TEXT NOT NULL, 
	payload TEXT NOT NULL, 
	saved_at DATETIME NOT NULL, 
	CONSTRAINT pk_draft PRIMARY KEY (profile_id, form)
);
CREATE TABLE evidence_content (
	sha256 TEXT NOT NULL, 
	data BLOB NOT NULL, 
	CONSTRAINT pk_evidence_content PRIMARY KEY (sha256)
);
CREATE TABLE program (
	name TEXT NOT NULL, 
	active BOOLEAN NOT NULL, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	rev INTEGER NOT NULL, 
	CONSTRAINT uq_program_name UNIQUE (name)
);
CREATE TABLE site (
	name TEXT NOT NULL, 
	active BOOLEAN NOT NULL, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	rev INTEGER NOT NULL, 
	CONSTRAINT uq_site_name UNIQUE (name)
);
CREATE TABLE role (
	name TEXT NOT NULL, 
	active BOOLEAN NOT NULL, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	rev INTEGER NOT NULL, 
	CONSTRAINT uq_role_name UNIQUE (name)
);
CREATE TABLE staff (
	number TEXT NOT NULL, 
	first_name TEXT NOT NULL, 
	last_name TEXT NOT NULL, 
	preferred_name TEXT NOT NULL, 
	email TEXT NOT NULL, 
	phone TEXT NOT NULL, 
	hired_on DATE, 
	left_on DATE, 
	on_leave BOOLEAN NOT NULL, 
	is_coach BOOLEAN NOT NULL, 
	coach_skills TEXT NOT NULL, 
	coaching_minutes INTEGER NOT NULL, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	rev INTEGER NOT NULL, 
	CONSTRAINT uq_staff_number UNIQUE (number)
);
CREATE TABLE standard (
	code TEXT NOT NULL, 
	title TEXT NOT NULL, 
	area TEXT NOT NULL, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	rev INTEGER NOT NULL, 
	CONSTRAINT uq_standard_code UNIQUE (code)
);
CREATE TABLE trail (
	seq INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	actor_id INTEGER, 
	actor_name TEXT NOT NULL, 
	action TEXT NOT NULL, 
	label TEXT NOT NULL, 
	undoes INTEGER, 
	changes TEXT NOT NULL, 
	hash TEXT NOT NULL, 
	CONSTRAINT pk_trail PRIMARY KEY (seq)
);
CREATE INDEX ix_trail_action ON trail (action);
CREATE INDEX ix_trail_at ON trail (at);
CREATE INDEX ix_trail_seq ON trail (seq);
CREATE TABLE trail_head (
	id INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	hash TEXT NOT NULL, 
	CONSTRAINT pk_trail_head PRIMARY KEY (id)
);
CREATE TABLE agency (
	name TEXT NOT NULL, 
	state TEXT NOT NULL, 
	desk_uid TEXT NOT NULL, 
	created_at DATETIME NOT NULL, 
	coordinator_id INTEGER, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	rev INTEGER NOT NULL, 
	CONSTRAINT fk_agency_coordinator_id FOREIGN KEY(coordinator_id) REFERENCES staff (id) ON DELETE RESTRICT
);
CREATE INDEX ix_agency_coordinator_id ON agency (coordinator_id);
CREATE TABLE profile (
	name TEXT NOT NULL, 
	initials TEXT NOT NULL, 
	role TEXT NOT NULL, 
	staff_id INTEGER, 
	active BOOLEAN NOT NULL, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	rev INTEGER NOT NULL, 
	CONSTRAINT uq_profile_name UNIQUE (name), 
	CONSTRAINT fk_profile_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id) ON DELETE RESTRICT
);
CREATE INDEX ix_profile_staff_id ON profile (staff_id);
CREATE TABLE team (
	name TEXT NOT NULL, 
	program_id INTEGER, 
	active BOOLEAN NOT NULL, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	rev INTEGER NOT NULL, 
	CONSTRAINT uq_team_name UNIQUE (name), 
	CONSTRAINT fk_team_program_id FOREIGN KEY(program_id) REFERENCES program (id) ON DELETE RESTRICT
);
CREATE INDEX ix_team_program_id ON team (program_id);
CREATE TABLE standard_version (
	standard_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	title TEXT NOT NULL, 
	area TEXT NOT NULL, 
	status TEXT NOT NULL, 
	effective_on DATE, 
	published_at DATETIME, 
	retired_at DATETIME, 
	purpose TEXT NOT NULL, 
	failure_prevented TEXT NOT NULL, 
	closing_evidence TEXT NOT NULL, 
	source_policy TEXT NOT NULL, 
	crosswalk JSON NOT NULL, 
	scenario TEXT NOT NULL, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	rev INTEGER NOT NULL, 
	CONSTRAINT uq_standard_version_standard_id_number UNIQUE (standard_id, number), 
	CONSTRAINT fk_standard_version_standard_id FOREIGN KEY(standard_id) REFERENCES standard (id) ON DELETE RESTRICT
);
CREATE TABLE role_requirement (
	role_id INTEGER NOT NULL, 
	standard_id INTEGER NOT NULL, 
	months INTEGER NOT NULL, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	rev INTEGER NOT NULL, 
	CONSTRAINT uq_role_requirement_role_id_standard_id UNIQUE (role_id, standard_id), 
	CONSTRAINT fk_role_requirement_role_id FOREIGN KEY(role_id) REFERENCES role (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_role_requirement_standard_id FOREIGN KEY(standard_id) REFERENCES standard (id) ON DELETE RESTRICT
);
CREATE INDEX ix_role_requirement_standard_id ON role_requirement (standard_id);
CREATE TABLE template (
	code TEXT NOT NULL, 
	title TEXT NOT NULL, 
	purpose TEXT NOT NULL, 
	standard_id INTEGER NOT NULL, 
	criterion_codes JSON NOT NULL, 
	cause TEXT NOT NULL, 
	evidence_wanted TEXT NOT NULL, 
	rule_kind TEXT NOT NULL, 
	rule_measure TEXT NOT NULL, 
	rule_unit TEXT NOT NULL, 
	rule_direction TEXT NOT NULL, 
	rule_threshold NUMERIC(12, 4), 
	rule_smallest_count INTEGER, 
	active BOOLEAN NOT NULL, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	rev INTEGER NOT NULL, 
	CONSTRAINT uq_template_code UNIQUE (code), 
	CONSTRAINT fk_template_standard_id FOREIGN KEY(standard_id) REFERENCES standard (id) ON DELETE RESTRICT
);
CREATE INDEX ix_template_standard_id ON template (standard_id);
CREATE TABLE trail_touch (
	seq INTEGER NOT NULL, 
	family TEXT NOT NULL, 
	record_id INTEGER NOT NULL, 
	CONSTRAINT pk_trail_touch PRIMARY KEY (seq, family, record_id), 
	CONSTRAINT fk_trail_touch_seq FOREIGN KEY(seq) REFERENCES trail (seq)
)
 WITHOUT ROWID

;
CREATE INDEX ix_trail_touch_record ON trail_touch (family, record_id, seq);
CREATE TABLE export (
	kind TEXT NOT NULL, 
	file_name TEXT NOT NULL, 
	scope TEXT NOT NULL, 
	made_at DATETIME NOT NULL, 
	made_by INTEGER NOT NULL, 
	size INTEGER NOT NULL, 
	sha256 TEXT NOT NULL, 
	trail_seq INTEGER NOT NULL, 
	trail_hash TEXT NOT NULL, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	rev INTEGER NOT NULL, 
	CONSTRAINT fk_export_made_by FOREIGN KEY(made_by) REFERENCES profile (id) ON DELETE RESTRICT
);
CREATE INDEX ix_export_made_by ON export (made_by);
CREATE TABLE posting (
	staff_id INTEGER NOT NULL, 
	starts_on DATE NOT NULL, 
	ends_on DATE, 
	role_id INTEGER, 
	team_id INTEGER, 
	site_id INTEGER, 
	supervisor_id INTEGER, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	rev INTEGER NOT NULL, 
	CONSTRAINT fk_posting_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_posting_role_id FOREIGN KEY(role_id) REFERENCES role (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_posting_team_id FOREIGN KEY(team_id) REFERENCES team (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_posting_site_id FOREIGN KEY(site_id) REFERENCES site (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_posting_supervisor_id FOREIGN KEY(supervisor_id) REFERENCES staff (id) ON DELETE RESTRICT
);
CREATE INDEX ix_posting_days ON posting (staff_id, starts_on);
CREATE INDEX ix_posting_role_id ON posting (role_id);
CREATE INDEX ix_posting_site_id ON posting (site_id);
CREATE INDEX ix_posting_supervisor_id ON posting (supervisor_id);
CREATE INDEX ix_posting_team_id ON posting (team_id);
CREATE TABLE drift_dismissal (
	"key" TEXT NOT NULL, 
	rule TEXT NOT NULL, 
	words TEXT NOT NULL, 
	signal_ids JSON NOT NULL, 
	last_on DATE NOT NULL, 
	reason TEXT NOT NULL, 
	dismissed_at DATETIME NOT NULL, 
	dismissed_by INTEGER NOT NULL, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	rev INTEGER NOT NULL, 
	CONSTRAINT fk_drift_dismissal_dismissed_by FOREIGN KEY(dismissed_by) REFERENCES profile (id) ON DELETE RESTRICT
);
CREATE INDEX ix_drift_dismissal_dismissed_by ON drift_dismissal (dismissed_by);
CREATE INDEX ix_drift_dismissal_key ON drift_dismissal ("key");
CREATE TABLE chart_mark (
	chart TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	day DATE NOT NULL, 
	reason TEXT NOT NULL, 
	marked_at DATETIME NOT NULL, 
	marked_by INTEGER NOT NULL, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	rev INTEGER NOT NULL, 
	CONSTRAINT fk_chart_mark_marked_by FOREIGN KEY(marked_by) REFERENCES profile (id) ON DELETE RESTRICT
);
CREATE INDEX ix_chart_mark_chart ON chart_mark (chart);
CREATE INDEX ix_chart_mark_marked_by ON chart_mark (marked_by);
CREATE TABLE criterion (
	version_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	code TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	text TEXT NOT NULL, 
	threshold NUMERIC(12, 3), 
	unit TEXT NOT NULL, 
	critical BOOLEAN NOT NULL, 
	ideal TEXT NOT NULL, 
	acceptable TEXT NOT NULL, 
	developmental TEXT NOT NULL, 
	unacceptable TEXT NOT NULL, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	rev INTEGER NOT NULL, 
	CONSTRAINT uq_criterion_version_id_code UNIQUE (version_id, code), 
	CONSTRAINT fk_criterion_version_id FOREIGN KEY(version_id) REFERENCES standard_version (id) ON DELETE RESTRICT
);
CREATE TABLE standard_measure (
	version_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	name TEXT NOT NULL, 
	unit TEXT NOT NULL, 
	direction TEXT NOT NULL, 
	goal NUMERIC(12, 4), 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	rev INTEGER NOT NULL, 
	CONSTRAINT fk_standard_measure_version_id FOREIGN KEY(version_id) REFERENCES standard_version (id) ON DELETE RESTRICT
);
CREATE INDEX ix_standard_measure_version_id ON standard_measure (version_id);
CREATE TABLE prompt_line (
	version_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	cue TEXT NOT NULL, 
	threshold TEXT NOT NULL, 
	call TEXT NOT NULL, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	rev INTEGER NOT NULL, 
	CONSTRAINT fk_prompt_line_version_id FOREIGN KEY(version_id) REFERENCES standard_version (id) ON DELETE RESTRICT
);
CREATE INDEX ix_prompt_line_version_id ON prompt_line (version_id);
CREATE TABLE template_step (
	template_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	phase TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	session_kind TEXT NOT NULL, 
	text TEXT NOT NULL, 
	guidance TEXT NOT NULL, 
	per_coachee BOOLEAN NOT NULL, 
	times INTEGER NOT NULL, 
	after_days INTEGER NOT NULL, 
	every_days INTEGER NOT NULL, 
	minutes INTEGER, 
	needs JSON NOT NULL, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	rev INTEGER NOT NULL, 
	CONSTRAINT fk_template_step_template_id FOREIGN KEY(template_id) REFERENCES template (id) ON DELETE RESTRICT
);
CREATE INDEX ix_template_step_template_id ON template_step (template_id);
CREATE TABLE cycle (
	number TEXT NOT NULL, 
	title TEXT NOT NULL, 
	status TEXT NOT NULL, 
	phase TEXT NOT NULL, 
	version_id INTEGER, 
	team_id INTEGER, 
	coach_id INTEGER, 
	validator_id INTEGER, 
	cause TEXT NOT NULL, 
	cause_note TEXT NOT NULL, 
	evidence_wanted TEXT NOT NULL, 
	follow_up_on DATE, 
	opened_on DATE NOT NULL, 
	due_on DATE NOT NULL, 
	rule_kind TEXT NOT NULL, 
	rule_unit TEXT NOT NULL, 
	rule_measure TEXT NOT NULL, 
	rule_direction TEXT NOT NULL, 
	rule_threshold NUMERIC(12, 4), 
	rule_smallest_count INTEGER, 
	rule_standard_measure_id INTEGER, 
	rule_locked_at DATETIME, 
	closed_at DATETIME, 
	signed_off_by INTEGER, 
	signed_off_at DATETIME, 
	sign_off_note TEXT NOT NULL, 
	status_reason TEXT NOT NULL, 
	escalated_to TEXT NOT NULL, 
	previous_id INTEGER, 
	template TEXT NOT NULL, 
	proposal_rule TEXT NOT NULL, 
	proposal_words TEXT NOT NULL, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	rev INTEGER NOT NULL, 
	CONSTRAINT uq_cycle_number UNIQUE (number), 
	CONSTRAINT fk_cycle_version_id FOREIGN KEY(version_id) REFERENCES standard_version (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_cycle_team_id FOREIGN KEY(team_id) REFERENCES team (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_cycle_coach_id FOREIGN KEY(coach_id) REFERENCES staff (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_cycle_validator_id FOREIGN KEY(validator_id) REFERENCES staff (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_cycle_rule_standard_measure_id FOREIGN KEY(rule_standard_measure_id) REFERENCES standard_measure (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_cycle_signed_off_by FOREIGN KEY(signed_off_by) REFERENCES profile (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_cycle_previous_id FOREIGN KEY(previous_id) REFERENCES cycle (id) ON DELETE RESTRICT
);
CREATE INDEX ix_cycle_coach_id ON cycle (coach_id);
CREATE INDEX ix_cycle_due_on ON cycle (due_on);
CREATE INDEX ix_cycle_previous_id ON cycle (previous_id);
CREATE INDEX ix_cycle_rule_standard_measure_id ON cycle (rule_standard_measure_id);
CREATE INDEX ix_cycle_signed_off_by ON cycle (signed_off_by);
CREATE INDEX ix_cycle_status ON cycle (status);
CREATE INDEX ix_cycle_team_id ON cycle (team_id);
CREATE INDEX ix_cycle_validator_id ON cycle (validator_id);
CREATE INDEX ix_cycle_version_id ON cycle (version_id);
CREATE TABLE corrective_action (
	number TEXT NOT NULL, 
	title TEXT NOT NULL, 
	status TEXT NOT NULL, 
	status_reason TEXT NOT NULL, 
	standard_id INTEGER, 
	criterion_code TEXT NOT NULL, 
	team_id INTEGER, 
	cycle_id INTEGER, 
	problem TEXT NOT NULL, 
	containment TEXT NOT NULL, 
	contained_on DATE, 
	cause TEXT NOT NULL, 
	cause_note TEXT NOT NULL, 
	owner_id INTEGER NOT NULL, 
	opened_on DATE NOT NULL, 
	due_on DATE NOT NULL, 
	done_on DATE, 
	done_note TEXT NOT NULL, 
	verified_on DATE, 
	verified_by INTEGER, 
	verified_note TEXT NOT NULL, 
	recorded_at DATETIME NOT NULL, 
	recorded_by INTEGER NOT NULL, 
	late_entry BOOLEAN NOT NULL, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	rev INTEGER NOT NULL, 
	CONSTRAINT uq_corrective_action_number UNIQUE (number), 
	CONSTRAINT fk_corrective_action_standard_id FOREIGN KEY(standard_id) REFERENCES standard (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_corrective_action_team_id FOREIGN KEY(team_id) REFERENCES team (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_corrective_action_cycle_id FOREIGN KEY(cycle_id) REFERENCES cycle (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_corrective_action_owner_id FOREIGN KEY(owner_id) REFERENCES staff (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_corrective_action_verified_by FOREIGN KEY(verified_by) REFERENCES staff (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_corrective_action_recorded_by FOREIGN KEY(recorded_by) REFERENCES profile (id) ON DELETE RESTRICT
);
CREATE INDEX ix_corrective_action_cycle_id ON corrective_action (cycle_id);
CREATE INDEX ix_corrective_action_owner_id ON corrective_action (owner_id);
CREATE INDEX ix_corrective_action_recorded_by ON corrective_action (recorded_by);
CREATE INDEX ix_corrective_action_standard_id ON corrective_action (standard_id);
CREATE INDEX ix_corrective_action_team_id ON corrective_action (team_id);
CREATE INDEX ix_corrective_action_verified_by ON corrective_action (verified_by);
CREATE INDEX ix_corrective_action_waiting ON corrective_action (status, due_on);
CREATE TABLE audit (
	number TEXT NOT NULL, 
	version_id INTEGER NOT NULL, 
	team_id INTEGER, 
	cycle_id INTEGER, 
	title TEXT NOT NULL, 
	status TEXT NOT NULL, 
	frame_note TEXT NOT NULL, 
	frame JSON NOT NULL, 
	excluded_note TEXT NOT NULL, 
	seed BIGINT NOT NULL, 
	sample_size INTEGER NOT NULL, 
	records_from DATE, 
	records_to DATE, 
	assessor_id INTEGER NOT NULL, 
	second_assessor_id INTEGER, 
	opened_on DATE NOT NULL, 
	finished_on DATE, 
	note TEXT NOT NULL, 
	status_reason TEXT NOT NULL, 
	recorded_at DATETIME NOT NULL, 
	recorded_by INTEGER NOT NULL, 
	late_entry BOOLEAN NOT NULL, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	rev INTEGER NOT NULL, 
	CONSTRAINT uq_audit_number UNIQUE (number), 
	CONSTRAINT fk_audit_version_id FOREIGN KEY(version_id) REFERENCES standard_version (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_audit_team_id FOREIGN KEY(team_id) REFERENCES team (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_audit_cycle_id FOREIGN KEY(cycle_id) REFERENCES cycle (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_audit_assessor_id FOREIGN KEY(assessor_id) REFERENCES staff (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_audit_second_assessor_id FOREIGN KEY(second_assessor_id) REFERENCES staff (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_audit_recorded_by FOREIGN KEY(recorded_by) REFERENCES profile (id) ON DELETE RESTRICT
);
CREATE INDEX ix_audit_assessor_id ON audit (assessor_id);
CREATE INDEX ix_audit_cycle_id ON audit (cycle_id);
CREATE INDEX ix_audit_finished_on ON audit (finished_on);
CREATE INDEX ix_audit_recorded_by ON audit (recorded_by);
CREATE INDEX ix_audit_second_assessor_id ON audit (second_assessor_id);
CREATE INDEX ix_audit_status ON audit (status);
CREATE INDEX ix_audit_team_id ON audit (team_id);
CREATE INDEX ix_audit_version_id ON audit (version_id);
CREATE TABLE competence (
	staff_id INTEGER NOT NULL, 
	standard_id INTEGER NOT NULL, 
	version_id INTEGER, 
	cycle_id INTEGER, 
	method TEXT NOT NULL, 
	result TEXT NOT NULL, 
	assessor_id INTEGER, 
	assessor_name TEXT NOT NULL, 
	qualification TEXT NOT NULL, 
	assessed_on DATE NOT NULL, 
	expires_on DATE, 
	note TEXT NOT NULL, 
	withdrawn_at DATETIME, 
	withdrawn_reason TEXT NOT NULL, 
	recorded_at DATETIME NOT NULL, 
	recorded_by INTEGER NOT NULL, 
	late_entry BOOLEAN NOT NULL, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	rev INTEGER NOT NULL, 
	CONSTRAINT fk_competence_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_competence_standard_id FOREIGN KEY(standard_id) REFERENCES standard (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_competence_version_id FOREIGN KEY(version_id) REFERENCES standard_version (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_competence_cycle_id FOREIGN KEY(cycle_id) REFERENCES cycle (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_competence_assessor_id FOREIGN KEY(assessor_id) REFERENCES staff (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_competence_recorded_by FOREIGN KEY(recorded_by) REFERENCES profile (id) ON DELETE RESTRICT
);
CREATE INDEX ix_competence_assessor_id ON competence (assessor_id);
CREATE INDEX ix_competence_cell ON competence (staff_id, standard_id, assessed_on);
CREATE INDEX ix_competence_cycle_id ON competence (cycle_id);
CREATE INDEX ix_competence_expires_on ON competence (expires_on);
CREATE INDEX ix_competence_recorded_by ON competence (recorded_by);
CREATE INDEX ix_competence_standard_id ON competence (standard_id);
CREATE INDEX ix_competence_version_id ON competence (version_id);
CREATE TABLE cycle_phase (
	cycle_id INTEGER NOT NULL, 
	phase TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	planned_start DATE NOT NULL, 
	planned_end DATE NOT NULL, 
	started_at DATETIME, 
	finished_at DATETIME, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	rev INTEGER NOT NULL, 
	CONSTRAINT uq_cycle_phase_cycle_id_phase UNIQUE (cycle_id, phase), 
	CONSTRAINT fk_cycle_phase_cycle_id FOREIGN KEY(cycle_id) REFERENCES cycle (id) ON DELETE RESTRICT
);
CREATE TABLE cycle_criterion (
	cycle_id INTEGER NOT NULL, 
	criterion_id INTEGER NOT NULL, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	rev INTEGER NOT NULL, 
	CONSTRAINT uq_cycle_criterion_cycle_id_criterion_id UNIQUE (cycle_id, criterion_id), 
	CONSTRAINT fk_cycle_criterion_cycle_id FOREIGN KEY(cycle_id) REFERENCES cycle (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_cycle_criterion_criterion_id FOREIGN KEY(criterion_id) REFERENCES criterion (id) ON DELETE RESTRICT
);
CREATE INDEX ix_cycle_criterion_criterion_id ON cycle_criterion (criterion_id);
CREATE TABLE coachee (
	cycle_id INTEGER NOT NULL, 
	staff_id INTEGER NOT NULL, 
	outcome TEXT NOT NULL, 
	outcome_note TEXT NOT NULL, 
	next_step TEXT NOT NULL, 
	confidence_before INTEGER, 
	confidence_after INTEGER, 
	self_before INTEGER, 
	self_after INTEGER, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	rev INTEGER NOT NULL, 
	CONSTRAINT uq_coachee_cycle_id_staff_id UNIQUE (cycle_id, staff_id), 
	CONSTRAINT fk_coachee_cycle_id FOREIGN KEY(cycle_id) REFERENCES cycle (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_coachee_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id) ON DELETE RESTRICT
);
CREATE INDEX ix_coachee_staff_id ON coachee (staff_id);
CREATE TABLE cycle_pause (
	cycle_id INTEGER NOT NULL, 
	reason TEXT NOT NULL, 
	from_on DATE NOT NULL, 
	until_on DATE, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	rev INTEGER NOT NULL, 
	CONSTRAINT fk_cycle_pause_cycle_id FOREIGN KEY(cycle_id) REFERENCES cycle (id) ON DELETE RESTRICT
);
CREATE INDEX ix_cycle_pause_cycle_id ON cycle_pause (cycle_id);
CREATE TABLE gate_override (
	cycle_id INTEGER NOT NULL, 
	gate TEXT NOT NULL, 
	missing TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	overridden_at DATETIME NOT NULL, 
	overridden_by INTEGER NOT NULL, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	rev INTEGER NOT NULL, 
	CONSTRAINT fk_gate_override_cycle_id FOREIGN KEY(cycle_id) REFERENCES cycle (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_gate_override_overridden_by FOREIGN KEY(overridden_by) REFERENCES profile (id) ON DELETE RESTRICT
);
CREATE INDEX ix_gate_override_cycle_id ON gate_override (cycle_id);
CREATE INDEX ix_gate_override_overridden_by ON gate_override (overridden_by);
CREATE TABLE amendment (
	cycle_id INTEGER NOT NULL, 
	subject TEXT NOT NULL, 
	"before" TEXT NOT NULL, 
	"after" TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	amended_at DATETIME NOT NULL, 
	amended_by INTEGER NOT NULL, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	rev INTEGER NOT NULL, 
	CONSTRAINT fk_amendment_cycle_id FOREIGN KEY(cycle_id) REFERENCES cycle (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_amendment_amended_by FOREIGN KEY(amended_by) REFERENCES profile (id) ON DELETE RESTRICT
);
CREATE INDEX ix_amendment_amended_by ON amendment (amended_by);
CREATE INDEX ix_amendment_cycle_id ON amendment (cycle_id);
CREATE TABLE sustain_check (
	cycle_id INTEGER NOT NULL, 
	days INTEGER NOT NULL, 
	due_on DATE NOT NULL, 
	status TEXT NOT NULL, 
	checked_on DATE, 
	checked_by INTEGER, 
	recorded_at DATETIME, 
	late_entry BOOLEAN NOT NULL, 
	met INTEGER, 
	total INTEGER, 
	next_cycle_id INTEGER, 
	note TEXT NOT NULL, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	rev INTEGER NOT NULL, 
	CONSTRAINT fk_sustain_check_cycle_id FOREIGN KEY(cycle_id) REFERENCES cycle (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_sustain_check_checked_by FOREIGN KEY(checked_by) REFERENCES staff (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_sustain_check_next_cycle_id FOREIGN KEY(next_cycle_id) REFERENCES cycle (id) ON DELETE RESTRICT
);
CREATE INDEX ix_sustain_check_checked_by ON sustain_check (checked_by);
CREATE INDEX ix_sustain_check_cycle_id ON sustain_check (cycle_id);
CREATE INDEX ix_sustain_check_due_on ON sustain_check (due_on);
CREATE INDEX ix_sustain_check_next_cycle_id ON sustain_check (next_cycle_id);
CREATE INDEX ix_sustain_check_waiting ON sustain_check (status, due_on);
CREATE TABLE coach_note (
	cycle_id INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	shared BOOLEAN NOT NULL, 
	written_at DATETIME NOT NULL, 
	written_by INTEGER NOT NULL, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	rev INTEGER NOT NULL, 
	CONSTRAINT fk_coach_note_cycle_id FOREIGN KEY(cycle_id) REFERENCES cycle (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_coach_note_written_by FOREIGN KEY(written_by) REFERENCES profile (id) ON DELETE RESTRICT
);
CREATE INDEX ix_coach_note_cycle_id ON coach_note (cycle_id);
CREATE INDEX ix_coach_note_written_by ON coach_note (written_by);
CREATE TABLE scenario_exercise (
	number TEXT NOT NULL, 
	cycle_id INTEGER NOT NULL, 
	staff_id INTEGER NOT NULL, 
	version_id INTEGER NOT NULL, 
	scenario TEXT NOT NULL, 
	answer TEXT NOT NULL, 
	submitted_at DATETIME NOT NULL, 
	reviewer_id INTEGER, 
	reviewed_at DATETIME, 
	feedback TEXT NOT NULL, 
	recorded_at DATETIME NOT NULL, 
	recorded_by INTEGER NOT NULL, 
	late_entry BOOLEAN NOT NULL, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	rev INTEGER NOT NULL, 
	CONSTRAINT uq_scenario_exercise_number UNIQUE (number), 
	CONSTRAINT fk_scenario_exercise_cycle_id FOREIGN KEY(cycle_id) REFERENCES cycle (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_scenario_exercise_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_scenario_exercise_version_id FOREIGN KEY(version_id) REFERENCES standard_version (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_scenario_exercise_reviewer_id FOREIGN KEY(reviewer_id) REFERENCES staff (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_scenario_exercise_recorded_by FOREIGN KEY(recorded_by) REFERENCES profile (id) ON DELETE RESTRICT
);
CREATE INDEX ix_scenario_exercise_cycle_id ON scenario_exercise (cycle_id);
CREATE INDEX ix_scenario_exercise_recorded_by ON scenario_exercise (recorded_by);
CREATE INDEX ix_scenario_exercise_reviewer_id ON scenario_exercise (reviewer_id);
CREATE INDEX ix_scenario_exercise_staff_id ON scenario_exercise (staff_id);
CREATE INDEX ix_scenario_exercise_submitted_at ON scenario_exercise (submitted_at);
CREATE INDEX ix_scenario_exercise_version_id ON scenario_exercise (version_id);
CREATE TABLE session (
	number TEXT NOT NULL, 
	cycle_id INTEGER, 
	coach_id INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	status TEXT NOT NULL, 
	status_reason TEXT NOT NULL, 
	starts_at DATETIME NOT NULL, 
	minutes INTEGER, 
	strategies JSON NOT NULL, 
	data_sources JSON NOT NULL, 
	seen TEXT NOT NULL, 
	strengths TEXT NOT NULL, 
	feedback_at DATETIME, 
	recorded_at DATETIME NOT NULL, 
	recorded_by INTEGER NOT NULL, 
	late_entry BOOLEAN NOT NULL, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	rev INTEGER NOT NULL, 
	CONSTRAINT uq_session_number UNIQUE (number), 
	CONSTRAINT fk_session_cycle_id FOREIGN KEY(cycle_id) REFERENCES cycle (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_session_coach_id FOREIGN KEY(coach_id) REFERENCES staff (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_session_recorded_by FOREIGN KEY(recorded_by) REFERENCES profile (id) ON DELETE RESTRICT
);
CREATE INDEX ix_session_coach_id ON session (coach_id);
CREATE INDEX ix_session_cycle ON session (cycle_id, status);
CREATE INDEX ix_session_recorded_by ON session (recorded_by);
CREATE INDEX ix_session_starts_at ON session (starts_at);
CREATE INDEX ix_session_status ON session (status);
CREATE TABLE cycle_step (
	cycle_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	phase TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	session_kind TEXT NOT NULL, 
	text TEXT NOT NULL, 
	guidance TEXT NOT NULL, 
	per_coachee BOOLEAN NOT NULL, 
	staff_id INTEGER, 
	due_on DATE, 
	minutes INTEGER, 
	needs JSON NOT NULL, 
	standard_measure_id INTEGER, 
	status TEXT NOT NULL, 
	status_reason TEXT NOT NULL, 
	done_on DATE, 
	done_family TEXT NOT NULL, 
	done_id INTEGER, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	rev INTEGER NOT NULL, 
	CONSTRAINT fk_cycle_step_cycle_id FOREIGN KEY(cycle_id) REFERENCES cycle (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_cycle_step_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_cycle_step_standard_measure_id FOREIGN KEY(standard_measure_id) REFERENCES standard_measure (id) ON DELETE RESTRICT
);
CREATE INDEX ix_cycle_step_cycle_id ON cycle_step (cycle_id);
CREATE INDEX ix_cycle_step_staff_id ON cycle_step (staff_id);
CREATE INDEX ix_cycle_step_standard_measure_id ON cycle_step (standard_measure_id);
CREATE INDEX ix_cycle_step_waiting ON cycle_step (status, due_on);
CREATE TABLE action_item (
	action_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	text TEXT NOT NULL, 
	done_on DATE, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	rev INTEGER NOT NULL, 
	CONSTRAINT fk_action_item_action_id FOREIGN KEY(action_id) REFERENCES corrective_action (id) ON DELETE RESTRICT
);
CREATE INDEX ix_action_item_action_id ON action_item (action_id);
CREATE TABLE audit_criterion (
	audit_id INTEGER NOT NULL, 
	criterion_id INTEGER NOT NULL, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	rev INTEGER NOT NULL, 
	CONSTRAINT uq_audit_criterion_audit_id_criterion_id UNIQUE (audit_id, criterion_id), 
	CONSTRAINT fk_audit_criterion_audit_id FOREIGN KEY(audit_id) REFERENCES audit (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_audit_criterion_criterion_id FOREIGN KEY(criterion_id) REFERENCES criterion (id) ON DELETE RESTRICT
);
CREATE INDEX ix_audit_criterion_criterion_id ON audit_criterion (criterion_id);
CREATE TABLE audit_record (
	audit_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	code TEXT NOT NULL, 
	staff_id INTEGER, 
	record_on DATE, 
	twice BOOLEAN NOT NULL, 
	is_trigger BOOLEAN NOT NULL, 
	note TEXT NOT NULL, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	rev INTEGER NOT NULL, 
	CONSTRAINT uq_audit_record_audit_id_code UNIQUE (audit_id, code), 
	CONSTRAINT fk_audit_record_audit_id FOREIGN KEY(audit_id) REFERENCES audit (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_audit_record_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id) ON DELETE RESTRICT
);
CREATE INDEX ix_audit_record_staff_id ON audit_record (staff_id);
CREATE TABLE measure (
	cycle_id INTEGER NOT NULL, 
	stage TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	method TEXT NOT NULL, 
	version_id INTEGER NOT NULL, 
	measured_on DATE NOT NULL, 
	records_from DATE, 
	records_to DATE, 
	met INTEGER NOT NULL, 
	total INTEGER NOT NULL, 
	figures JSON NOT NULL, 
	events INTEGER, 
	exposure NUMERIC(14, 4), 
	unit TEXT NOT NULL, 
	standard_measure_id INTEGER, 
	audit_id INTEGER, 
	not_applicable INTEGER NOT NULL, 
	triggers_excluded INTEGER NOT NULL, 
	triggers_included BOOLEAN NOT NULL, 
	assessor_id INTEGER NOT NULL, 
	note TEXT NOT NULL, 
	recorded_at DATETIME NOT NULL, 
	late_entry BOOLEAN NOT NULL, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	rev INTEGER NOT NULL, 
	CONSTRAINT fk_measure_cycle_id FOREIGN KEY(cycle_id) REFERENCES cycle (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_measure_version_id FOREIGN KEY(version_id) REFERENCES standard_version (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_measure_standard_measure_id FOREIGN KEY(standard_measure_id) REFERENCES standard_measure (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_measure_audit_id FOREIGN KEY(audit_id) REFERENCES audit (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_measure_assessor_id FOREIGN KEY(assessor_id) REFERENCES staff (id) ON DELETE RESTRICT
);
CREATE INDEX ix_measure_assessor_id ON measure (assessor_id);
CREATE INDEX ix_measure_audit_id ON measure (audit_id);
CREATE INDEX ix_measure_cycle_id ON measure (cycle_id);
CREATE INDEX ix_measure_standard_measure_id ON measure (standard_measure_id);
CREATE INDEX ix_measure_version_id ON measure (version_id);
CREATE TABLE evidence (
	number TEXT NOT NULL, 
	cycle_id INTEGER, 
	session_id INTEGER, 
	action_id INTEGER, 
	competence_id INTEGER, 
	title TEXT NOT NULL, 
	file_name TEXT NOT NULL, 
	media_type TEXT NOT NULL, 
	size INTEGER NOT NULL, 
	sha256 TEXT NOT NULL, 
	made_on DATE, 
	recorded_at DATETIME NOT NULL, 
	recorded_by INTEGER NOT NULL, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	rev INTEGER NOT NULL, 
	CONSTRAINT uq_evidence_number UNIQUE (number), 
	CONSTRAINT fk_evidence_cycle_id FOREIGN KEY(cycle_id) REFERENCES cycle (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_evidence_session_id FOREIGN KEY(session_id) REFERENCES session (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_evidence_action_id FOREIGN KEY(action_id) REFERENCES corrective_action (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_evidence_competence_id FOREIGN KEY(competence_id) REFERENCES competence (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_evidence_recorded_by FOREIGN KEY(recorded_by) REFERENCES profile (id) ON DELETE RESTRICT
);
CREATE INDEX ix_evidence_action_id ON evidence (action_id);
CREATE INDEX ix_evidence_competence_id ON evidence (competence_id);
CREATE INDEX ix_evidence_cycle_id ON evidence (cycle_id);
CREATE INDEX ix_evidence_recorded_by ON evidence (recorded_by);
CREATE INDEX ix_evidence_session_id ON evidence (session_id);
CREATE INDEX ix_evidence_sha256 ON evidence (sha256);
CREATE TABLE scenario_rating (
	exercise_id INTEGER NOT NULL, 
	criterion_id INTEGER NOT NULL, 
	result TEXT NOT NULL, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	rev INTEGER NOT NULL, 
	CONSTRAINT uq_scenario_rating_exercise_id_criterion_id UNIQUE (exercise_id, criterion_id), 
	CONSTRAINT fk_scenario_rating_exercise_id FOREIGN KEY(exercise_id) REFERENCES scenario_exercise (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_scenario_rating_criterion_id FOREIGN KEY(criterion_id) REFERENCES criterion (id) ON DELETE RESTRICT
);
CREATE INDEX ix_scenario_rating_criterion_id ON scenario_rating (criterion_id);
CREATE TABLE session_coachee (
	session_id INTEGER NOT NULL, 
	staff_id INTEGER NOT NULL, 
	acknowledgement TEXT NOT NULL, 
	statement TEXT NOT NULL, 
	acknowledged_at DATETIME, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	rev INTEGER NOT NULL, 
	CONSTRAINT uq_session_coachee_session_id_staff_id UNIQUE (session_id, staff_id), 
	CONSTRAINT fk_session_coachee_session_id FOREIGN KEY(session_id) REFERENCES session (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_session_coachee_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id) ON DELETE RESTRICT
);
CREATE INDEX ix_session_coachee_staff_id ON session_coachee (staff_id);
CREATE TABLE action_step (
	session_id INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	owner_id INTEGER, 
	due_on DATE, 
	status TEXT NOT NULL, 
	done_on DATE, 
	verified_on DATE, 
	verified_by INTEGER, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	rev INTEGER NOT NULL, 
	CONSTRAINT fk_action_step_session_id FOREIGN KEY(session_id) REFERENCES session (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_action_step_owner_id FOREIGN KEY(owner_id) REFERENCES staff (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_action_step_verified_by FOREIGN KEY(verified_by) REFERENCES staff (id) ON DELETE RESTRICT
);
CREATE INDEX ix_action_step_owner_id ON action_step (owner_id);
CREATE INDEX ix_action_step_session_id ON action_step (session_id);
CREATE INDEX ix_action_step_verified_by ON action_step (verified_by);
CREATE INDEX ix_action_step_waiting ON action_step (status, due_on);
CREATE TABLE observation (
	number TEXT NOT NULL, 
	cycle_id INTEGER, 
	session_id INTEGER, 
	staff_id INTEGER NOT NULL, 
	observer_id INTEGER NOT NULL, 
	version_id INTEGER NOT NULL, 
	observed_at DATETIME NOT NULL, 
	setting TEXT NOT NULL, 
	consent BOOLEAN NOT NULL, 
	deidentified BOOLEAN NOT NULL, 
	paired_with_id INTEGER, 
	note TEXT NOT NULL, 
	recorded_at DATETIME NOT NULL, 
	recorded_by INTEGER NOT NULL, 
	late_entry BOOLEAN NOT NULL, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	rev INTEGER NOT NULL, 
	CONSTRAINT uq_observation_number UNIQUE (number), 
	CONSTRAINT fk_observation_cycle_id FOREIGN KEY(cycle_id) REFERENCES cycle (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_observation_session_id FOREIGN KEY(session_id) REFERENCES session (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_observation_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_observation_observer_id FOREIGN KEY(observer_id) REFERENCES staff (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_observation_version_id FOREIGN KEY(version_id) REFERENCES standard_version (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_observation_paired_with_id FOREIGN KEY(paired_with_id) REFERENCES observation (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_observation_recorded_by FOREIGN KEY(recorded_by) REFERENCES profile (id) ON DELETE RESTRICT
);
CREATE INDEX ix_observation_cycle_id ON observation (cycle_id);
CREATE INDEX ix_observation_observed_at ON observation (observed_at);
CREATE INDEX ix_observation_observer_id ON observation (observer_id);
CREATE INDEX ix_observation_paired_with_id ON observation (paired_with_id);
CREATE INDEX ix_observation_recorded_by ON observation (recorded_by);
CREATE INDEX ix_observation_session_id ON observation (session_id);
CREATE INDEX ix_observation_staff_id ON observation (staff_id);
CREATE INDEX ix_observation_version_id ON observation (version_id);
CREATE TABLE judgement (
	audit_record_id INTEGER NOT NULL, 
	criterion_id INTEGER NOT NULL, 
	turn INTEGER NOT NULL, 
	result TEXT NOT NULL, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	rev INTEGER NOT NULL, 
	CONSTRAINT uq_judgement_audit_record_id_criterion_id_turn UNIQUE (audit_record_id, criterion_id, turn), 
	CONSTRAINT fk_judgement_audit_record_id FOREIGN KEY(audit_record_id) REFERENCES audit_record (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_judgement_criterion_id FOREIGN KEY(criterion_id) REFERENCES criterion (id) ON DELETE RESTRICT
);
CREATE INDEX ix_judgement_criterion_id ON judgement (criterion_id);
CREATE TABLE measure_criterion (
	measure_id INTEGER NOT NULL, 
	criterion_id INTEGER NOT NULL, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	rev INTEGER NOT NULL, 
	CONSTRAINT uq_measure_criterion_measure_id_criterion_id UNIQUE (measure_id, criterion_id), 
	CONSTRAINT fk_measure_criterion_measure_id FOREIGN KEY(measure_id) REFERENCES measure (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_measure_criterion_criterion_id FOREIGN KEY(criterion_id) REFERENCES criterion (id) ON DELETE RESTRICT
);
CREATE INDEX ix_measure_criterion_criterion_id ON measure_criterion (criterion_id);
CREATE TABLE rating (
	observation_id INTEGER NOT NULL, 
	criterion_id INTEGER NOT NULL, 
	result TEXT NOT NULL, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	rev INTEGER NOT NULL, 
	CONSTRAINT uq_rating_observation_id_criterion_id UNIQUE (observation_id, criterion_id), 
	CONSTRAINT fk_rating_observation_id FOREIGN KEY(observation_id) REFERENCES observation (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_rating_criterion_id FOREIGN KEY(criterion_id) REFERENCES criterion (id) ON DELETE RESTRICT
);
CREATE INDEX ix_rating_criterion_id ON rating (criterion_id);
CREATE TABLE signal (
	number TEXT NOT NULL, 
	source TEXT NOT NULL, 
	partner_kind TEXT NOT NULL, 
	occurred_on DATE NOT NULL, 
	noticed_on DATE NOT NULL, 
	recorded_at DATETIME NOT NULL, 
	recorded_by INTEGER NOT NULL, 
	late_entry BOOLEAN NOT NULL, 
	staff_id INTEGER, 
	team_id INTEGER, 
	standard_id INTEGER, 
	criterion_code TEXT NOT NULL, 
	severity TEXT NOT NULL, 
	participant_code TEXT NOT NULL, 
	what_happened TEXT NOT NULL, 
	triage TEXT NOT NULL, 
	triage_reason TEXT NOT NULL, 
	triaged_at DATETIME, 
	outside_ref TEXT NOT NULL, 
	audit_record_id INTEGER, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	rev INTEGER NOT NULL, 
	CONSTRAINT uq_signal_number UNIQUE (number), 
	CONSTRAINT fk_signal_recorded_by FOREIGN KEY(recorded_by) REFERENCES profile (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_signal_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_signal_team_id FOREIGN KEY(team_id) REFERENCES team (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_signal_standard_id FOREIGN KEY(standard_id) REFERENCES standard (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_signal_audit_record_id FOREIGN KEY(audit_record_id) REFERENCES audit_record (id) ON DELETE RESTRICT
);
CREATE INDEX ix_signal_audit_record_id ON signal (audit_record_id);
CREATE INDEX ix_signal_drift ON signal (standard_id, criterion_code, occurred_on);
CREATE INDEX ix_signal_occurred_on ON signal (occurred_on);
CREATE INDEX ix_signal_recorded_by ON signal (recorded_by);
CREATE INDEX ix_signal_staff_id ON signal (staff_id);
CREATE INDEX ix_signal_team_id ON signal (team_id);
CREATE INDEX ix_signal_triage ON signal (triage);
CREATE TABLE action_signal (
	action_id INTEGER NOT NULL, 
	signal_id INTEGER NOT NULL, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	rev INTEGER NOT NULL, 
	CONSTRAINT uq_action_signal_action_id_signal_id UNIQUE (action_id, signal_id), 
	CONSTRAINT fk_action_signal_action_id FOREIGN KEY(action_id) REFERENCES corrective_action (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_action_signal_signal_id FOREIGN KEY(signal_id) REFERENCES signal (id) ON DELETE RESTRICT
);
CREATE INDEX ix_action_signal_signal_id ON action_signal (signal_id);
CREATE TABLE cycle_signal (
	cycle_id INTEGER NOT NULL, 
	signal_id INTEGER NOT NULL, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	rev INTEGER NOT NULL, 
	CONSTRAINT uq_cycle_signal_cycle_id_signal_id UNIQUE (cycle_id, signal_id), 
	CONSTRAINT fk_cycle_signal_cycle_id FOREIGN KEY(cycle_id) REFERENCES cycle (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_cycle_signal_signal_id FOREIGN KEY(signal_id) REFERENCES signal (id) ON DELETE RESTRICT
);
CREATE INDEX ix_cycle_signal_signal_id ON cycle_signal (signal_id);
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	PRIMARY KEY (version_num)
);

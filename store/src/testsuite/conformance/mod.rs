//! What every backend must do, one case for each promise. [`conformance_suite!`](crate::conformance_suite) makes every
//! case a test of its own; each gets a fresh store.

#![expect(missing_docs, reason = "the name of a case is its promise")]

pub mod calendars;
pub mod durations;
pub mod history;
pub mod keeping;
pub mod lists;
pub mod records;
pub mod relations;
pub mod scalars;
pub mod series;
pub mod statistics;
pub mod system_records;
pub mod timelines;
pub mod titles;
pub mod transactions;

use std::sync::Arc;

use crate::backend::Backend;

/// Makes an empty backend.
pub type Make<'m> = &'m dyn Fn() -> Arc<dyn Backend>;

/// Stamps every case onto a backend: `conformance_suite!(|| Arc::new(…))`, inside a module of tests.
#[macro_export]
macro_rules! conformance_suite {
    ($make:expr) => {
        $crate::conformance_suite! { @cases $make;
            records: [
                unknown_ids_are_none
                an_entry_is_found_by_its_type_only
                values_come_back_as_they_were_stored
                a_string_of_a_megabyte_survives
                strings_of_every_kind_survive
                natural_keys_bind_the_living
                external_keys_bind_the_living
                a_taken_key_is_a_conflict
                keys_change_hands_within_one_request
                a_key_of_what_is_purged_is_free_within_one_request
                titles_are_corrected_without_a_version
                purging_leaves_no_trace
                the_trash_is_read_oldest_first_and_children_before_parents
            ]
            scalars: [
                every_scalar_is_stored_exactly
                every_scalar_filters_by_equality_and_missing
                every_ordered_scalar_compares_and_sorts
                lists_filter_by_their_items
                money_and_points_filter_by_their_parts
                embedded_objects_filter_by_their_fields
            ]
            durations: [
                equal_lengths_are_equal_in_every_filter
                lengths_have_one_order
                equal_lengths_are_one_group_and_one_key
                an_equal_length_is_no_change
            ]
            lists: [
                logic_is_two_valued
                strings_compare_as_people_do
                missing_values_come_last_unless_told
                a_list_that_is_read_again_is_that_of_what_is_given
                ids_break_ties_in_the_direction_of_the_last_key
                pages_join_without_gaps_both_ways
                pages_are_stable_under_concurrent_writes
                order_follows_to_one_links
                count_ignores_the_window
                trash_is_excluded_included_or_alone
                entries_are_listed_across_types
                entries_are_listed_by_their_last_change
                a_foreign_position_is_refused
                select_reads_to_one_targets_and_external_keys
            ]
            relations: [
                one_page_per_parent_in_their_order
                inverse_lists_follow_links_back
                quantifiers_look_at_related_records
                edge_filters_look_at_link_properties
                links_are_found_by_their_ends
                links_page_by_id
                a_row_carries_the_link_that_led_to_it
            ]
            history: [
                versions_come_oldest_first
                lists_answer_as_of_a_moment
                links_answer_as_of_a_moment
                counts_answer_as_of_a_moment
                changes_are_filtered_and_ordered
                moments_map_to_sequence_numbers
                the_past_is_cut_off_between_two_change_sets
                what_held_at_the_cut_and_later_stays_readable
            ]
            series: [
                samples_are_kept_by_what_and_when
                samples_hide_with_what_they_measure
                samples_are_listed_in_order_of_time
                samples_filter_and_page
                samples_belong_to_what_they_measure
                purging_takes_samples_along
            ]
            statistics: [
                statistics_of_nothing_are_one_group
                groups_are_values_links_buckets_and_ranges
                statistics_come_per_parent_in_one_statement
                times_between_are_clipped_and_open_ones_end_where_told
                statistics_answer_as_of_a_moment
                statistics_of_parents_answer_as_of_a_moment
                statistics_of_samples_equal_those_of_the_reference
            ]
            calendars: [
                buckets_of_any_zone_and_width_say_what_the_samples_say
                statistics_of_a_union_are_those_of_its_parts_together
            ]
            keeping: [
                what_rollups_know_survives_the_samples
                the_day_of_the_last_sample_stays
            ]
            timelines: [
                lines_say_what_samples_say_whatever_they_are_read_from
                a_gap_inside_of_a_bucket_is_told
                what_is_measured_may_say_itself_what_is_a_gap
                lines_of_what_is_in_the_trash_are_empty
            ]
            titles: [
                entries_of_a_type_are_found_by_their_titles
                titles_are_looked_at_through_relations_and_in_the_past
                lists_are_ordered_by_title
                entries_of_all_types_are_found_by_title_in_order_of_their_last_change
                marks_are_the_places_of_every_nth_row
            ]
            transactions: [
                an_attempt_that_fails_leaves_nothing
                attempts_of_one_transaction_stand_each_for_itself
                savepoints_undo_a_part
                rollback_forgets_everything
                readers_see_one_state_and_only_what_is_committed
                a_second_writer_is_refused
                idempotency_records_are_kept_once_until_forgotten
                secrets_are_made_once
                sequence_numbers_grow_and_survive_a_rollback_without_a_trace
            ]
            system_records: [
                system_records_come_back_by_id_and_by_key
                a_key_of_a_system_record_is_given_once
                system_records_are_listed_by_account_and_space
                system_records_are_no_entries_and_leave_no_trace_in_history
            ]
        }
    };
    (@cases $make:expr; $($area:ident: [$($case:ident)*])*) => {
        $($(
            #[test]
            fn $case() {
                $crate::testsuite::conformance::$area::$case(&$make);
            }
        )*)*
    };
}

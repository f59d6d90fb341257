def migrate(cr, version):
    """Move the term of the survey from the parameter into the norm."""
    cr.execute(
        """
        WITH former AS (
            DELETE FROM ir_config_parameter
             WHERE key = 'social_support.survey_days'
            RETURNING value
        )
        UPDATE social_support_norm norm
           SET value = former.value::int
          FROM former
         WHERE norm.code = 'survey_days' AND former.value ~ '^[1-9][0-9]*$'
        """
    )

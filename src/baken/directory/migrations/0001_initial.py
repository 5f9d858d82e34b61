# The tables of the directory.

import baken.directory.models.sourced
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('needs', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('source', models.CharField(blank=True, max_length=80)),
                ('source_id', models.CharField(blank=True, max_length=255)),
                ('source_url', models.TextField(blank=True)),
                ('assured_date', models.DateField(blank=True, null=True)),
                ('assurer', models.CharField(blank=True, max_length=255)),
                ('last_modified', models.DateTimeField(default=django.utils.timezone.now)),
                ('extra', baken.directory.models.sourced.ExtraField(blank=True, default=dict)),
                ('feed_digest', models.CharField(blank=True, editable=False, max_length=64)),
                ('name', models.CharField(max_length=255)),
                ('alternate_name', models.CharField(blank=True, max_length=255)),
                ('generic_name', baken.directory.models.sourced.TextsField(blank=True, default=dict, help_text='What it is in plain words: «neighbourhood house».')),
                ('description', baken.directory.models.sourced.TextsField(blank=True, default=dict)),
                ('formality', models.CharField(choices=[('formal', 'formal'), ('informal', 'informal'), ('unknown', 'not known')], default='unknown', max_length=10)),
                ('year_incorporated', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('purposes', models.JSONField(blank=True, default=list)),
                ('leadership', models.CharField(choices=[('migrants', 'migrants'), ('locals', 'locals'), ('both', 'both'), ('unknown', 'not known')], default='unknown', max_length=10)),
                ('target', models.CharField(choices=[('newcomers', 'newcomers as target group'), ('all', 'newcomers among all'), ('unknown', 'not known')], default='unknown', max_length=10)),
                ('own_association', models.BooleanField(blank=True, null=True)),
                ('mobilisation', models.CharField(choices=[('pro-migrant', 'for migrants'), ('anti-migrant', 'against migrants'), ('none', 'none'), ('unknown', 'not known')], default='unknown', help_text='For the research register only: never on a page, a card or in an export.', max_length=12)),
                ('funding', models.JSONField(blank=True, default=list)),
                ('url', models.TextField(blank=True)),
                ('email', models.CharField(blank=True, max_length=255)),
            ],
            options={
                'ordering': ['name', 'id'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(condition=models.Q(('source_id', ''), _negated=True), fields=('source', 'source_id'), name='directory_organisation_source_id_once'), models.CheckConstraint(condition=models.Q(('formality__in', ['formal', 'informal', 'unknown'])), name='directory_organisation_formality'), models.CheckConstraint(condition=models.Q(('leadership__in', ['both', 'locals', 'migrants', 'unknown'])), name='directory_organisation_leadership'), models.CheckConstraint(condition=models.Q(('target__in', ['all', 'newcomers', 'unknown'])), name='directory_organisation_target'), models.CheckConstraint(condition=models.Q(('mobilisation__in', ['anti-migrant', 'none', 'pro-migrant', 'unknown'])), name='directory_organisation_mobilisation'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='directory_organisation_named'), models.CheckConstraint(condition=models.Q(('year_incorporated__isnull', True), ('year_incorporated__range', (1000, 2200)), _connector='OR'), name='directory_organisation_year')],
            },
        ),
        migrations.CreateModel(
            name='Location',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('source', models.CharField(blank=True, max_length=80)),
                ('source_id', models.CharField(blank=True, max_length=255)),
                ('source_url', models.TextField(blank=True)),
                ('assured_date', models.DateField(blank=True, null=True)),
                ('assurer', models.CharField(blank=True, max_length=255)),
                ('last_modified', models.DateTimeField(default=django.utils.timezone.now)),
                ('extra', baken.directory.models.sourced.ExtraField(blank=True, default=dict)),
                ('feed_digest', models.CharField(blank=True, editable=False, max_length=64)),
                ('location_type', models.CharField(choices=[('physical', 'physical'), ('postal', 'postal'), ('virtual', 'virtual')], default='physical', max_length=10)),
                ('name', baken.directory.models.sourced.TextsField(blank=True, default=dict)),
                ('alternate_name', models.CharField(blank=True, max_length=255)),
                ('description', baken.directory.models.sourced.TextsField(blank=True, default=dict)),
                ('address', models.CharField(blank=True, help_text='HSDS address_1: street and number.', max_length=255)),
                ('postal_code', models.CharField(blank=True, max_length=20)),
                ('municipality', models.CharField(blank=True, help_text='HSDS city.', max_length=120)),
                ('state_province', models.CharField(blank=True, max_length=120)),
                ('country', models.CharField(blank=True, help_text='ISO 3166-1, two letters.', max_length=2)),
                ('latitude', models.FloatField(blank=True, null=True)),
                ('longitude', models.FloatField(blank=True, null=True)),
                ('timezone', models.CharField(blank=True, max_length=64)),
                ('transportation', models.TextField(blank=True, help_text='How to come: stops, lines.')),
                ('neighbourhood', models.CharField(blank=True, db_index=True, help_text='Code of the area.', max_length=40)),
                ('wheelchair', models.CharField(choices=[('yes', 'yes'), ('partly', 'partly'), ('no', 'no'), ('unknown', 'not known')], default='unknown', max_length=10)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='locations', to='directory.organisation')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Service',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('source', models.CharField(blank=True, max_length=80)),
                ('source_id', models.CharField(blank=True, max_length=255)),
                ('source_url', models.TextField(blank=True)),
                ('assured_date', models.DateField(blank=True, null=True)),
                ('assurer', models.CharField(blank=True, max_length=255)),
                ('last_modified', models.DateTimeField(default=django.utils.timezone.now)),
                ('extra', baken.directory.models.sourced.ExtraField(blank=True, default=dict)),
                ('feed_digest', models.CharField(blank=True, editable=False, max_length=64)),
                ('name', baken.directory.models.sourced.TextsField(blank=True, default=dict)),
                ('alternate_name', models.CharField(blank=True, max_length=255)),
                ('description', baken.directory.models.sourced.TextsField(blank=True, default=dict)),
                ('status', models.CharField(choices=[('active', 'active'), ('inactive', 'inactive'), ('defunct', 'defunct'), ('temporarily closed', 'temporarily closed')], default='active', max_length=20)),
                ('url', models.TextField(blank=True)),
                ('email', models.CharField(blank=True, max_length=255)),
                ('minimum_age', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('maximum_age', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('ages_known', models.BooleanField(default=False, help_text='No minimum and no maximum is then «all ages».')),
                ('genders', models.CharField(choices=[('unknown', 'unknown'), ('any', 'any'), ('woman', 'woman'), ('man', 'man'), ('other', 'other'), ('man+woman', 'man+woman'), ('other+woman', 'other+woman'), ('man+other', 'man+other')], default='unknown', max_length=20)),
                ('families_only', models.BooleanField(blank=True, null=True)),
                ('residence_rule', models.CharField(choices=[('unknown', 'not known'), ('any', 'everyone'), ('listed', 'only those listed')], default='unknown', max_length=10)),
                ('asks_papers', models.BooleanField(blank=True, null=True)),
                ('area_rule', models.CharField(choices=[('unknown', 'not known'), ('any', 'everyone'), ('listed', 'only those listed')], default='unknown', max_length=10)),
                ('insurance_needed', models.BooleanField(blank=True, null=True)),
                ('eligibility_description', baken.directory.models.sourced.TextsField(blank=True, default=dict)),
                ('free', models.BooleanField(blank=True, null=True)),
                ('amount', models.DecimalField(blank=True, decimal_places=2, max_digits=9, null=True)),
                ('currency', models.CharField(default='EUR', max_length=3)),
                ('fees_description', baken.directory.models.sourced.TextsField(blank=True, default=dict)),
                ('diverse_staff', models.BooleanField(blank=True, help_text='Staff of many backgrounds.', null=True)),
                ('child_care', models.BooleanField(blank=True, help_text='Somebody looks after the children meanwhile.', null=True)),
                ('faith', models.CharField(choices=[('unknown', 'not known'), ('none', 'none'), ('christian', 'Christian'), ('muslim', 'Muslim'), ('jewish', 'Jewish'), ('hindu', 'Hindu'), ('buddhist', 'Buddhist'), ('sikh', 'Sikh'), ('other', 'other')], default='unknown', max_length=10)),
                ('lgbti_safe', models.BooleanField(blank=True, null=True)),
                ('room', models.CharField(choices=[('open', 'open'), ('few', 'few'), ('waiting-list', 'waiting list'), ('full', 'full'), ('unknown', 'unknown')], default='unknown', max_length=12)),
                ('waiting_weeks', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('room_said_on', models.DateField(blank=True, null=True)),
                ('always', models.BooleanField(default=False, help_text='Open day and night.')),
                ('holiday_rule', models.CharField(choices=[('unknown', 'unknown'), ('closed', 'closed'), ('as-usual', 'as usual')], default='unknown', max_length=10)),
                ('appointment', baken.directory.models.sourced.TextsField(blank=True, default=dict, help_text='How to make an appointment.')),
                ('application_process', baken.directory.models.sourced.TextsField(blank=True, default=dict, help_text='How to come in: walk in, be referred, register.')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='services', to='directory.organisation')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ServiceAccess',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mode', models.CharField(choices=[('walk-in', 'walk in'), ('appointment', 'appointment'), ('phone', 'phone'), ('message', 'message'), ('online', 'online'), ('home-visit', 'home visit'), ('outreach', 'outreach')], max_length=12)),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='access_modes', to='directory.service')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='ServiceArea',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255)),
                ('extra', baken.directory.models.sourced.ExtraField(blank=True, default=dict)),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='service_areas', to='directory.service')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='ServiceAtLocation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('description', baken.directory.models.sourced.TextsField(blank=True, default=dict)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('extra', baken.directory.models.sourced.ExtraField(blank=True, default=dict)),
                ('location', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='service_at_locations', to='directory.location')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='service_at_locations', to='directory.service')),
            ],
            options={
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ScheduleException',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('first', models.DateField()),
                ('last', models.DateField()),
                ('opens_at', models.TimeField(blank=True, null=True)),
                ('closes_at', models.TimeField(blank=True, null=True)),
                ('note', baken.directory.models.sourced.TextsField(blank=True, default=dict)),
                ('service', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='schedule_exceptions', to='directory.service')),
                ('service_at_location', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='schedule_exceptions', to='directory.serviceatlocation')),
            ],
            options={
                'ordering': ['first', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Schedule',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('freq', models.CharField(blank=True, choices=[('WEEKLY', 'weekly'), ('MONTHLY', 'monthly'), ('', 'said in words only')], max_length=8)),
                ('interval', models.PositiveSmallIntegerField(default=1)),
                ('byday', models.CharField(blank=True, help_text='MO,WE; monthly also 2MO or -1FR.', max_length=60)),
                ('dtstart', models.DateField(blank=True, help_text='The week from which an interval counts.', null=True)),
                ('valid_from', models.DateField(blank=True, null=True)),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('opens_at', models.TimeField(blank=True, null=True)),
                ('closes_at', models.TimeField(blank=True, null=True)),
                ('by_appointment', models.BooleanField(default=False)),
                ('description', baken.directory.models.sourced.TextsField(blank=True, default=dict)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('extra', baken.directory.models.sourced.ExtraField(blank=True, default=dict)),
                ('service', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='schedules', to='directory.service')),
                ('service_at_location', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='schedules', to='directory.serviceatlocation')),
            ],
            options={
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Phone',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.CharField(max_length=60)),
                ('kind', models.CharField(choices=[('voice', 'voice'), ('whatsapp', 'WhatsApp'), ('sms', 'text message'), ('fax', 'fax'), ('textphone', 'textphone')], default='voice', max_length=10)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('extra', baken.directory.models.sourced.ExtraField(blank=True, default=dict)),
                ('location', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='phones', to='directory.location')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='phones', to='directory.organisation')),
                ('service', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='phones', to='directory.service')),
                ('service_at_location', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='phones', to='directory.serviceatlocation')),
            ],
            options={
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ServiceLanguage',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(help_text='BCP-47.', max_length=35)),
                ('spoken_by', models.CharField(choices=[('staff', 'staff'), ('volunteer', 'volunteer'), ('interpreter', 'interpreter'), ('unknown', 'unknown')], default='unknown', max_length=12)),
                ('extra', baken.directory.models.sourced.ExtraField(blank=True, default=dict)),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='languages', to='directory.service')),
            ],
            options={
                'ordering': ['code', 'spoken_by'],
            },
        ),
        migrations.CreateModel(
            name='ServiceNeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('need', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='needs.need')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='service_needs', to='directory.service')),
            ],
            options={
                'ordering': ['position', 'id'],
            },
        ),
        migrations.AddField(
            model_name='service',
            name='needs',
            field=models.ManyToManyField(related_name='services', through='directory.ServiceNeed', to='needs.need'),
        ),
        migrations.CreateModel(
            name='ServiceWelcome',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('residence', models.CharField(choices=[('citizen', 'citizen'), ('eu-resident', 'eu resident'), ('asylum-seeker', 'asylum seeker'), ('recognised-refugee', 'recognised refugee'), ('subsidiary-protection', 'subsidiary protection'), ('temporary-protection', 'temporary protection'), ('family-migrant', 'family migrant'), ('work-or-student-permit', 'work or student permit'), ('no-papers', 'no papers')], max_length=24)),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='welcome', to='directory.service')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='TemporaryChange',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('closed', 'closed'), ('hours', 'hours'), ('remote-only', 'remote-only'), ('notice', 'notice')], max_length=12)),
                ('starts', models.DateTimeField()),
                ('ends', models.DateTimeField(blank=True, null=True)),
                ('opens_at', models.TimeField(blank=True, null=True)),
                ('closes_at', models.TimeField(blank=True, null=True)),
                ('note', baken.directory.models.sourced.TextsField(blank=True, default=dict)),
                ('imported', models.BooleanField(default=False, editable=False, help_text='Came with a feed, goes with it too.')),
                ('location', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='temporary_changes', to='directory.location')),
                ('service', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='temporary_changes', to='directory.service')),
            ],
            options={
                'ordering': ['starts', 'id'],
            },
        ),
        migrations.AddIndex(
            model_name='location',
            index=models.Index(fields=['latitude', 'longitude'], name='directory_location_point'),
        ),
        migrations.AddConstraint(
            model_name='location',
            constraint=models.UniqueConstraint(condition=models.Q(('source_id', ''), _negated=True), fields=('source', 'source_id'), name='directory_location_source_id_once'),
        ),
        migrations.AddConstraint(
            model_name='location',
            constraint=models.CheckConstraint(condition=models.Q(('location_type__in', ['physical', 'postal', 'virtual'])), name='directory_location_location_type'),
        ),
        migrations.AddConstraint(
            model_name='location',
            constraint=models.CheckConstraint(condition=models.Q(('wheelchair__in', ['no', 'partly', 'unknown', 'yes'])), name='directory_location_wheelchair'),
        ),
        migrations.AddConstraint(
            model_name='location',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('latitude__isnull', True), ('longitude__isnull', True)), models.Q(('latitude__isnull', False), ('latitude__range', (-90.0, 90.0)), ('longitude__isnull', False), ('longitude__range', (-180.0, 180.0))), _connector='OR'), name='directory_location_in_the_world'),
        ),
        migrations.AddConstraint(
            model_name='serviceaccess',
            constraint=models.UniqueConstraint(fields=('service', 'mode'), name='directory_serviceaccess_once'),
        ),
        migrations.AddConstraint(
            model_name='serviceaccess',
            constraint=models.CheckConstraint(condition=models.Q(('mode__in', ['appointment', 'home-visit', 'message', 'online', 'outreach', 'phone', 'walk-in'])), name='directory_serviceaccess_mode'),
        ),
        migrations.AddConstraint(
            model_name='servicearea',
            constraint=models.UniqueConstraint(fields=('service', 'name'), name='directory_servicearea_once'),
        ),
        migrations.AddConstraint(
            model_name='servicearea',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='directory_servicearea_named'),
        ),
        migrations.AddConstraint(
            model_name='serviceatlocation',
            constraint=models.UniqueConstraint(fields=('service', 'location'), name='directory_serviceatlocation_once'),
        ),
        migrations.AddConstraint(
            model_name='scheduleexception',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('service__isnull', False), ('service_at_location__isnull', True)), models.Q(('service__isnull', True), ('service_at_location__isnull', False)), _connector='OR'), name='directory_scheduleexception_one_owner'),
        ),
        migrations.AddConstraint(
            model_name='scheduleexception',
            constraint=models.CheckConstraint(condition=models.Q(('last__gte', models.F('first'))), name='directory_exception_dates_in_order'),
        ),
        migrations.AddConstraint(
            model_name='scheduleexception',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closes_at__isnull', True), ('opens_at__isnull', True)), models.Q(('closes_at__isnull', False), ('opens_at__isnull', False)), _connector='OR'), name='directory_exception_times'),
        ),
        migrations.AddConstraint(
            model_name='schedule',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('service__isnull', False), ('service_at_location__isnull', True)), models.Q(('service__isnull', True), ('service_at_location__isnull', False)), _connector='OR'), name='directory_schedule_one_owner'),
        ),
        migrations.AddConstraint(
            model_name='schedule',
            constraint=models.CheckConstraint(condition=models.Q(('freq__in', ['', 'MONTHLY', 'WEEKLY'])), name='directory_schedule_freq'),
        ),
        migrations.AddConstraint(
            model_name='schedule',
            constraint=models.CheckConstraint(condition=models.Q(('interval__range', (1, 53))), name='directory_schedule_interval'),
        ),
        migrations.AddConstraint(
            model_name='schedule',
            constraint=models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='directory_schedule_dates_in_order'),
        ),
        migrations.AddConstraint(
            model_name='schedule',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closes_at__isnull', True), ('opens_at__isnull', True)), models.Q(('closes_at__isnull', False), ('opens_at__isnull', False)), _connector='OR'), name='directory_schedule_times'),
        ),
        migrations.AddConstraint(
            model_name='phone',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('location__isnull', True), ('organisation__isnull', False), ('service__isnull', True), ('service_at_location__isnull', True)), models.Q(('location__isnull', False), ('organisation__isnull', True), ('service__isnull', True), ('service_at_location__isnull', True)), models.Q(('location__isnull', True), ('organisation__isnull', True), ('service__isnull', False), ('service_at_location__isnull', True)), models.Q(('location__isnull', True), ('organisation__isnull', True), ('service__isnull', True), ('service_at_location__isnull', False)), _connector='OR'), name='directory_phone_one_owner'),
        ),
        migrations.AddConstraint(
            model_name='phone',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['fax', 'sms', 'textphone', 'voice', 'whatsapp'])), name='directory_phone_kind'),
        ),
        migrations.AddConstraint(
            model_name='phone',
            constraint=models.CheckConstraint(condition=models.Q(('number', ''), _negated=True), name='directory_phone_number'),
        ),
        migrations.AddConstraint(
            model_name='servicelanguage',
            constraint=models.UniqueConstraint(fields=('service', 'code', 'spoken_by'), name='directory_servicelanguage_once'),
        ),
        migrations.AddConstraint(
            model_name='servicelanguage',
            constraint=models.CheckConstraint(condition=models.Q(('spoken_by__in', ['interpreter', 'staff', 'unknown', 'volunteer'])), name='directory_servicelanguage_spoken_by'),
        ),
        migrations.AddConstraint(
            model_name='servicelanguage',
            constraint=models.CheckConstraint(condition=models.Q(('code', ''), _negated=True), name='directory_servicelanguage_tagged'),
        ),
        migrations.AddConstraint(
            model_name='serviceneed',
            constraint=models.UniqueConstraint(fields=('service', 'need'), name='directory_serviceneed_once'),
        ),
        migrations.AddIndex(
            model_name='service',
            index=models.Index(fields=['status'], name='directory_service_status_idx'),
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.UniqueConstraint(condition=models.Q(('source_id', ''), _negated=True), fields=('source', 'source_id'), name='directory_service_source_id_once'),
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['active', 'defunct', 'inactive', 'temporarily closed'])), name='directory_service_status'),
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.CheckConstraint(condition=models.Q(('genders__in', ['any', 'man', 'man+other', 'man+woman', 'other', 'other+woman', 'unknown', 'woman'])), name='directory_service_genders'),
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.CheckConstraint(condition=models.Q(('residence_rule__in', ['any', 'listed', 'unknown'])), name='directory_service_residence_rule'),
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.CheckConstraint(condition=models.Q(('area_rule__in', ['any', 'listed', 'unknown'])), name='directory_service_area_rule'),
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.CheckConstraint(condition=models.Q(('faith__in', ['buddhist', 'christian', 'hindu', 'jewish', 'muslim', 'none', 'other', 'sikh', 'unknown'])), name='directory_service_faith'),
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.CheckConstraint(condition=models.Q(('room__in', ['few', 'full', 'open', 'unknown', 'waiting-list'])), name='directory_service_room'),
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.CheckConstraint(condition=models.Q(('holiday_rule__in', ['as-usual', 'closed', 'unknown'])), name='directory_service_holiday_rule'),
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('minimum_age__isnull', True), ('minimum_age__lte', 120), _connector='OR'), models.Q(('maximum_age__isnull', True), ('maximum_age__lte', 120), _connector='OR')), name='directory_service_ages_human'),
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.CheckConstraint(condition=models.Q(('minimum_age__isnull', True), ('maximum_age__isnull', True), ('minimum_age__lte', models.F('maximum_age')), _connector='OR'), name='directory_service_ages_in_order'),
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.CheckConstraint(condition=models.Q(('ages_known', True), models.Q(('maximum_age__isnull', True), ('minimum_age__isnull', True)), _connector='OR'), name='directory_service_ages_known'),
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.CheckConstraint(condition=models.Q(('amount__isnull', True), ('amount', 0), models.Q(('amount__gt', 0), models.Q(('free__isnull', True), ('free', False), _connector='OR')), _connector='OR'), name='directory_service_price'),
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.CheckConstraint(condition=models.Q(('waiting_weeks__isnull', True), models.Q(('room', 'waiting-list'), ('waiting_weeks__lte', 520)), _connector='OR'), name='directory_service_waiting_weeks'),
        ),
        migrations.AddConstraint(
            model_name='servicewelcome',
            constraint=models.UniqueConstraint(fields=('service', 'residence'), name='directory_servicewelcome_once'),
        ),
        migrations.AddConstraint(
            model_name='servicewelcome',
            constraint=models.CheckConstraint(condition=models.Q(('residence__in', ['asylum-seeker', 'citizen', 'eu-resident', 'family-migrant', 'no-papers', 'recognised-refugee', 'subsidiary-protection', 'temporary-protection', 'work-or-student-permit'])), name='directory_servicewelcome_residence'),
        ),
        migrations.AddConstraint(
            model_name='temporarychange',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('location__isnull', True), ('service__isnull', False)), models.Q(('location__isnull', False), ('service__isnull', True)), _connector='OR'), name='directory_temporarychange_one_owner'),
        ),
        migrations.AddConstraint(
            model_name='temporarychange',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['closed', 'hours', 'notice', 'remote-only'])), name='directory_temporarychange_kind'),
        ),
        migrations.AddConstraint(
            model_name='temporarychange',
            constraint=models.CheckConstraint(condition=models.Q(('ends__isnull', True), ('ends__gt', models.F('starts')), _connector='OR'), name='directory_change_in_order'),
        ),
        migrations.AddConstraint(
            model_name='temporarychange',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'hours'), ('opens_at__isnull', False), ('closes_at__isnull', False)), models.Q(models.Q(('kind', 'hours'), _negated=True), ('opens_at__isnull', True), ('closes_at__isnull', True)), _connector='OR'), name='directory_change_times'),
        ),
    ]

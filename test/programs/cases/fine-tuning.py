# accepted: {"requests": "The gateway sends an empty body with a cancellation"}
# adapter lacks: create_fine_tuning_job
# openai-client: {"requests": "The gateway sends an empty body with a cancellation"}
import litellm

job = litellm.create_fine_tuning_job(model="gpt-4o-mini", training_file="file-mock", hyperparameters={"n_epochs": 2}, suffix="mine")
print(job.id, job.status, job.hyperparameters.n_epochs)
for each in litellm.list_fine_tuning_jobs(limit=1).data:
    print(each.id, each.fine_tuned_model)
print(litellm.retrieve_fine_tuning_job(job.id, custom_llm_provider="openai").trained_tokens)
print(litellm.cancel_fine_tuning_job(fine_tuning_job_id=job.id, timeout=30).status)

package dev.tidings.privacy;

import static java.util.stream.Collectors.toMap;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * What becomes of each column when a user is erased: whoever adds one says so here, and does it.
 *
 * <p>A line is {@code TABLE COLUMN,COLUMN FATE: WHY}.
 */
public final class Columns {
  /** What becomes of it. */
  public enum Fate {
    /** It goes with its row, and is in the archive before. */
    EXPORTED,
    /** It goes with its row, and says nothing that the archive has not otherwise. */
    ERASED,
    /** It can have a user's name or data, and stays, for the reason given. */
    KEPT,
    /** It never has. */
    NONE
  }

  /** With a reason. */
  public record Declared(Fate fate, String why) {}

  private static final String ALL =
      """
      tidings_log id,epoch,position NONE: the log's own
      tidings_event topic KEPT: of cleared topics the path, in the row that tells listeners so; within two hours that goes
      tidings_event position,type,committed_at EXPORTED: events.jsonl, of users/NAME/**
      tidings_event data KEPT: when logins were ended, or they would hold again (30 days); what applications say of a user on topics that are not that user's
      tidings_event trace NONE: an identifier of OpenTelemetry
      tidings_floor topic KEPT: the path, without which an older cursor would miss what was erased and not be told
      tidings_floor position NONE: a number
      tidings_request principal,idempotency_key,epoch,first_position,events,answered_at EXPORTED: requests.jsonl
      tidings_request fingerprint ERASED: a digest of a body
      tidings_inbox user_name,unread,unseen,here_at EXPORTED: inbox.json
      tidings_inbox time_zone,quiet_from,quiet_to EXPORTED: preferences.json
      tidings_inbox version,read_all,seen_all,filed_all,joined,visited,roles ERASED: how items are counted
      tidings_inbox undo_version,undo_read_all,undo_filed_all,mail_due,mailed ERASED: what comes next
      tidings_inbox_role role,user_name EXPORTED: inbox.json
      tidings_notification id,category,severity,title,body,rest,sent_at,expires_at EXPORTED: inbox.jsonl, what was said to named users; what others were told, too, is theirs, such as how an export that they made was called
      tidings_notification dedupe_key ERASED: an application's own key
      tidings_broadcast id,role,later,done NONE: what was said to many
      tidings_broadcast reached ERASED: takes the name before
      tidings_inbox_item user_name,id,notification,category,box,arrived_at,expires_at,snoozed_until EXPORTED: inbox.jsonl
      tidings_inbox_item place,unread_at,unseen_at,held,dedupe_key,due ERASED: the order in the inbox
      tidings_inbox_undo user_name,id,box,place,unread_at,unseen_at,snoozed_until ERASED: how an item was before
      tidings_inbox_preference user_name,category,in_app,digest_minutes,mail EXPORTED: preferences.json
      tidings_inbox_category name NONE: names of applications' news
      tidings_inbox_scheduled due,sender,notification EXPORTED: scheduled.jsonl
      tidings_inbox_scheduled id NONE: random, or a digest
      tidings_inbox_delivery id,position NONE: how far the log was delivered
      tidings_job id,owner,reporter,title,unit,state,doing,version,done,total,rate EXPORTED: jobs.jsonl
      tidings_job changed_at,cancelling,quiet,created_at,started_at,ended_at,reason EXPORTED: jobs.jsonl
      tidings_job url,name,size,checksum,kept_until,export EXPORTED: jobs.jsonl
      tidings_job execution,retries ERASED: of the batch runtime
      tidings_job_queue id NONE: a lock
      tidings_job_part job,number,starts,bytes ERASED: what the user has exported already
      batch_jobinstance jobinstanceid,amcname,batchstatus,createtime,exitstatus,instancestate NONE: of the batch runtime
      batch_jobinstance jobname,jobxmlname,jobxml,numexecs,restarton,submitter,updatetime NONE: the hub submits them in its own name
      batch_stepthreadinstance partnum,stepname,threadtype,checkpointdata NONE: how far an export came
      batch_stepthreadinstance fk_jobinstanceid,fk_latest_stepexecid,partitioned,partitionplansize,startcount NONE: numbers
      batch_stepthreadexecution stepexecid,threadtype,batchstatus,m_commit,endtime,exitstatus,m_filter NONE: numbers
      batch_stepthreadexecution internalstatus,partnum,userdata,m_processskip,m_read,m_readskip,m_rollback NONE: the hub stores no user data there
      batch_stepthreadexecution starttime,stepname,m_write,m_writeskip,fk_jobexecid,fk_toplvl_stepexecid NONE: numbers
      batch_stepthreadexecution ispartitionedstep NONE: numbers
      batch_jobexecution jobexecid,batchstatus,createtime,endtime,execnum,exitstatus,jobparameters NONE: the job's id only
      batch_jobexecution updatetime,logpath,resturl,serverid,starttime,fk_jobinstanceid NONE: of the server
      batch_remotablepartition partnum,stepname,internalstate,lastupdated,logpath,resturl,serverid NONE: not used
      batch_remotablepartition fk_jobexecutionid,fk_stepexecutionid NONE: not used
      batch_groupassociation fk_jobinstanceid,groupnames NONE: the hub's own
      batch_jobparameter name,value,fk_jobexecid NONE: the job's id only
      tidings_answer id,user_name,conversation,turn,prompt,model,state,asked_at,answer EXPORTED: answers.jsonl
      tidings_answer begun,written,renewed_at,ended_at,finish,code,reason,tokens_in,tokens_out ERASED: how it was done
      tidings_answer request_key,fingerprint ERASED: for repeated requests
      tidings_node run,name,since,seen_at,draining,streams NONE: of nodes
      tidings_node_user run,user_name,streams KEPT: who has streams open; gone as soon as they have ended
      tidings_node_ask run,user_name KEPT: a question that a node answers within seconds
      """;

  private Columns() {}

  /** By {@code table.column}. */
  public static Map<String, Declared> declared() {
    return ALL.lines()
        .flatMap(Columns::line)
        .collect(
            toMap(
                Map.Entry::getKey,
                Map.Entry::getValue,
                (one, other) -> {
                  throw new IllegalStateException("declared twice: " + one);
                },
                TreeMap::new));
  }

  private static java.util.stream.Stream<Map.Entry<String, Declared>> line(String line) {
    String[] words = line.split(" ", 4);
    Declared declared =
        new Declared(Fate.valueOf(words[2].substring(0, words[2].length() - 1)), words[3]);
    return Arrays.stream(words[1].split(","))
        .map(name -> Map.entry(words[0] + "." + name, declared));
  }
}
